import type { RootContent } from 'mdast'
import { DESCRIPTIONS } from '../checks/descriptions.js'
import { CHECK_IDS, type CheckId, MAX_POINTS, POINTS } from '../checks/rubric.js'
import { byGroup } from './groups.js'
import {
  heading,
  inlineCode,
  list,
  paragraph,
  printed,
  prose,
  strong,
  table,
  text,
} from './markdown-text.js'

/** The page `docs/rubric.md`: the table, then every check explained. */
export function rubricMarkdown(): string {
  const groups = byGroup(CHECK_IDS.map((id) => ({ id })))
  const rows = CHECK_IDS.map((id) => [
    [inlineCode(id)],
    [text(String(POINTS[id]))],
    [text(DESCRIPTIONS[id].title)],
  ])
  return printed([
    heading(1, text('The rubric')),
    paragraph(
      ...prose(
        `${CHECK_IDS.length} checks, ${MAX_POINTS} points. The same text: grade4 checks, and grade4 checks ID.`,
      ),
    ),
    table(
      [null, 'right', null],
      [[[text('check')], [text('points')], [text('passes when')]], ...rows],
    ),
    ...groups.flatMap(({ group, checks }) => [
      heading(2, text(`${group.part}: ${group.title}`)),
      ...checks.flatMap(({ id }) => explained(id)),
    ]),
  ])
}

function explained(id: CheckId): RootContent[] {
  const { title, section, looksAt, passes, failures } = DESCRIPTIONS[id]
  const ways = Object.entries(failures).map(([when, fix]) => [
    paragraph(...prose(`${when} `), strong('Fix:'), ...prose(` ${fix}`)),
  ])
  return [
    heading(3, inlineCode(id)),
    paragraph(...prose(`${title}. ${POINTS[id]} points. Assignment: "${section}".`)),
    paragraph(strong('Looks at'), ...prose(`: ${looksAt}`)),
    paragraph(strong('Passes when'), ...prose(`: ${passes}`)),
    list(ways, {}),
  ]
}
