import { createHash } from 'node:crypto'
import type { ElementContent } from 'hast'
import { toHtml } from 'hast-util-to-html'
import { h } from 'hastscript'

/** One self-contained page. */
export interface Page {
  readonly title: string
  /** CSS. */
  readonly style: string
  /** JavaScript that runs when the page has been read; without one, none can run. */
  readonly script?: string
  readonly body: readonly ElementContent[]
}

/**
 * The page as HTML. Its policy lets it load nothing from anywhere and run nothing but its own script and
 * style, told by their hashes: whatever else got into it would be dead text.
 */
export function printPage({ title, style, script, body }: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
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
    h('style', style),
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
