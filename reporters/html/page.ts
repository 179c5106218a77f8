import { createHash } from 'node:crypto'
import type { ElementContent } from 'hast'
import { toHtml } from 'hast-util-to-html'
import { h } from 'hastscript'

/** One self-contained page. */
export interface Page {
  readonly title: string
  /** CSS beside that of the theme. */
  readonly style: string
  /** JavaScript that runs when the page has been read; without one, none can run. */
  readonly script?: string
  readonly body: readonly ElementContent[]
}

/**
 * The page as HTML. Its policy lets it load nothing from anywhere and run nothing but its own script and
 * style, named by their hashes: whatever else got into it would be dead text.
 */
export function printPage({ title, style, script, body }: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(THEME + style)}'`,
    ...(script === undefined ? [] : [`script-src '${hashOf(script)}'`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const head = [
    h('meta', { charSet: 'utf-8' }),
    h('meta', { httpEquiv: 'Content-Security-Policy', content: policy }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('title', title),
    h('style', THEME + style),
  ]
  const scripts = script === undefined ? [] : [h('script', script)]
  const html = h('html', { lang: 'en' }, [h('head', head), h('body', [...body, ...scripts])])
  return `${toHtml({ type: 'root', children: [{ type: 'doctype' }, html] })}\n`
}

/** Data for the page's script: JSON in which nothing can end the element. */
export function dataElement(id: string, data: unknown): ElementContent {
  const text = JSON.stringify(data).replaceAll('<', '\\u003c')
  return h('script', { type: 'application/json', id }, text)
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

/**
 * What both pages look like. Colours are pairs for light and dark, each readable on its ground (WCAG AA);
 * no colour says anything that a word or a sign does not say too.
 */
const THEME = `
:root{color-scheme:light dark;
--ground:#f5f6f8;--paper:#fff;--ink:#1b2028;--soft:#566070;--line:#d9dee5;--faint:#eef1f5;--link:#0a58ca;
--passed:#187a3c;--failed:#b8261c;--error:#875300;--blocked:#566070;
--passed-ground:#e3f4e8;--failed-ground:#fdeae8;--error-ground:#fdf1d8;--blocked-ground:#eceff3;
--bar:#2f6fde;--open:#e0a526;--code:#f8f9fb}
@media(prefers-color-scheme:dark){:root{
--ground:#101318;--paper:#181c23;--ink:#e5e9ef;--soft:#9ba7b6;--line:#2d343f;--faint:#20262f;--link:#86b7ff;
--passed:#62c983;--failed:#ff8a80;--error:#eab54f;--blocked:#9ba7b6;
--passed-ground:#153021;--failed-ground:#3b1b1a;--error-ground:#362a10;--blocked-ground:#252b35;
--bar:#6ea3ff;--open:#d9a441;--code:#13171d}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main,header,footer{max-width:72rem;margin:0 auto;padding:0 1.5rem}
header{padding-top:2.25rem}
footer{padding-top:1rem;padding-bottom:3rem;color:var(--soft);font-size:.875rem}
h1,h2,h3,p,dl,dd,ul,ol,figure{margin:0;padding:0}
h1{font-size:1.9rem;line-height:1.2;letter-spacing:-.015em;overflow-wrap:anywhere}
h2{font-size:1.2rem;line-height:1.3;margin:2.5rem 0 .9rem;letter-spacing:-.005em}
h3{font-size:1rem;line-height:1.4}
a{color:var(--link);text-underline-offset:.15em}
code,.mono{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
.over{color:var(--soft);font-size:.875rem;margin-bottom:.3rem}
.soft{color:var(--soft)}
.card{background:var(--paper);border:1px solid var(--line);border-radius:.6rem}
.number{font-variant-numeric:tabular-nums}
.chip{display:inline-block;padding:.05rem .55rem;border-radius:1rem;font-size:.8125rem;font-weight:600;white-space:nowrap}
.passed{color:var(--passed)}.failed{color:var(--failed)}.error{color:var(--error)}.blocked{color:var(--blocked)}
.chip.passed{background:var(--passed-ground)}.chip.failed{background:var(--failed-ground)}
.chip.error{background:var(--error-ground)}.chip.blocked{background:var(--blocked-ground)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:.2rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th{text-align:left;font-weight:600}
svg{display:block}
@media(max-width:40rem){main,header,footer{padding-left:1rem;padding-right:1rem}h1{font-size:1.5rem}}
@media print{:root{color-scheme:light;--ground:#fff;--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--faint:#eee;--code:#fff;
--link:#000;--passed:#0f5a2a;--failed:#9c1c13;--error:#6b4200;--blocked:#444;
--passed-ground:#fff;--failed-ground:#fff;--error-ground:#fff;--blocked-ground:#fff}
body{font-size:10.5pt}main,header,footer{max-width:none;padding:0}.screen{display:none!important}
h2{break-after:avoid}.chip{border:1px solid currentColor}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`
