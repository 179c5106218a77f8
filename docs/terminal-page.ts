import { AnsiUp } from 'ansi_up'

/** The selector of the window, for a screenshot of it alone. */
export const TERMINAL = '.terminal'

/** A page with a terminal window, in which a command has printed `output`, with ANSI's colours. */
export function terminalPage(command: string, output: string): string {
  const converter = new AnsiUp()
  converter.use_classes = true
  const prompt = converter.ansi_to_html(`\u001b[32m$\u001b[39m \u001b[1m${command}\u001b[22m\n\n`)
  return `<!doctype html>
<meta charset="utf-8">
<style>${STYLE}</style>
<div class="terminal">
  <div class="bar"><i></i><i></i><i></i></div>
  <pre>${prompt}${converter.ansi_to_html(output.trimEnd())}</pre>
</div>`
}

/** One palette for any machine; the contrast of each colour on the window is at least 4.5 to 1. */
const STYLE = `
body { margin: 0; background: transparent; }
.terminal {
  display: inline-block;
  overflow: hidden;
  border-radius: 10px;
  background: #16181d;
  color: #d7dae0;
}
.bar { display: flex; gap: 8px; padding: 11px 14px; background: #23262d; }
.bar i { width: 12px; height: 12px; border-radius: 50%; background: #4a4f5a; }
pre {
  margin: 0;
  padding: 18px 24px 22px;
  font: 14px/1.4 'DejaVu Sans Mono', Menlo, Consolas, monospace;
}
.ansi-red-fg { color: #ff7b72; }
.ansi-green-fg { color: #56d364; }
.ansi-yellow-fg { color: #e3b341; }
.ansi-cyan-fg { color: #56c8d8; }
`
