import type { ListItem, RootContent } from 'mdast'
import { gfmTableToMarkdown } from 'mdast-util-gfm-table'
import { toMarkdown } from 'mdast-util-to-markdown'
import { DESCRIPTIONS } from '../checks/descriptions.js'
import { CHECK_IDS, type CheckId, MAX_POINTS, POINTS } from '../checks/rubric.js'
import { byGroup } from './groups.js'
import { inlineCode, prose } from './markdown-text.js'

/** The page `docs/rubric.md`: the table, then every check explained. */
export function rubricMarkdown(): string {
  const groups = byGroup(CHECK_IDS.map((id) => ({ id })))
  return printed([
    heading(1, 'The rubric'),
    paragraph(
      `${CHECK_IDS.length} checks, ${MAX_POINTS} points. The same text: grade4 checks, and grade4 checks ID.`,
    ),
    table(),
    ...groups.flatMap(({ group, checks }) => [
      heading(2, `${group.part}: ${group.title}`),
      ...checks.flatMap(({ id }) => explained(id)),
    ]),
  ])
}

function explained(id: CheckId): RootContent[] {
  const { title, section, looksAt, passes, failures } = DESCRIPTIONS[id]
  return [
    { type: 'heading', depth: 3, children: [inlineCode(id)] },
    paragraph(`${title}. ${POINTS[id]} points. Assignment: "${section}".`),
    labelled('Looks at', looksAt),
    labelled('Passes when', passes),
    {
      type: 'list',
      spread: false,
      children: Object.entries(failures).map(
        ([when, fix]): ListItem => ({
          type: 'listItem',
          spread: false,
          children: [
            {
              type: 'paragraph',
              children: [
                ...prose(`${when} `),
                { type: 'strong', children: [{ type: 'text', value: 'Fix:' }] },
                ...prose(` ${fix}`),
              ],
            },
          ],
        }),
      ),
    },
  ]
}

function table(): RootContent {
  const row = (cells: RootContent[]) => ({
    type: 'tableRow' as const,
    children: cells.map((cell) => ({ type: 'tableCell' as const, children: [cell as never] })),
  })
  const word = (value: string) => ({ type: 'text' as const, value })
  return {
    type: 'table',
    align: [null, 'right', null],
    children: [
      row([word('check'), word('points'), word('passes when')]),
      ...CHECK_IDS.map((id) =>
        row([inlineCode(id), word(String(POINTS[id])), word(DESCRIPTIONS[id].title)]),
      ),
    ],
  }
}

function heading(depth: 1 | 2, value: string): RootContent {
  return { type: 'heading', depth, children: [{ type: 'text', value }] }
}

function paragraph(words: string): RootContent {
  return { type: 'paragraph', children: prose(words) }
}

function labelled(label: string, words: string): RootContent {
  const strong = { type: 'strong' as const, children: [{ type: 'text' as const, value: label }] }
  return { type: 'paragraph', children: [strong, ...prose(`: ${words}`)] }
}

function printed(children: RootContent[]): string {
  return toMarkdown(
    { type: 'root', children },
    { bullet: '-', extensions: [gfmTableToMarkdown({ tablePipeAlign: false })] },
  )
}
