import type { ClassData, StudentLine } from '../class-lines.js'

/** Rows put into the page at a time: the rest come when the reader gets near them. */
const CHUNK = 100

/** So many pixels before the end of the table the next rows are made. */
const AHEAD = '1200px'

/** More rows than these nobody wants on paper: who prints chooses some first. */
const MOST_PRINTED = 500

/** Of the checks to fix, so many are named in a row. */
const MOST_NAMED = 4

const SORTS: Readonly<Record<string, (line: StudentLine) => string | number>> = {
  student: ({ student }) => student,
  score: ({ score }) => score,
  passed: ({ statuses }) => statuses.split('p').length,
  late: ({ lateBySeconds }) => lateBySeconds ?? -1,
  submitted: ({ submitted }) => submitted,
  partner: ({ partners }) => partners,
}

/** Numbers are wanted large first, words from A. */
const DESCENDING_FIRST = new Set(['score', 'passed', 'late', 'submitted'])

const SHOWS: Readonly<Record<string, (line: StudentLine, maxScore: number) => boolean>> = {
  all: () => true,
  full: ({ complete, score }, maxScore) => complete && score === maxScore,
  missing: ({ complete, score }, maxScore) => complete && score < maxScore,
  incomplete: ({ complete }) => !complete,
  late: ({ lateBySeconds }) => (lateBySeconds ?? 0) > 0,
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`The page has no ${id}.`)
  return found
}

const search = byId('search', HTMLInputElement)
const show = byId('show', HTMLSelectElement)
const check = byId('check', HTMLSelectElement)
const section = byId('section', HTMLSelectElement)
const counter = byId('count', HTMLElement)
const clear = byId('clear', HTMLButtonElement)
const more = byId('more', HTMLButtonElement)
const lines = byId('lines', HTMLTableSectionElement)
const unprinted = byId('unprinted', HTMLElement)
const sorters = [...document.querySelectorAll<HTMLButtonElement>('button.sort')]

// The page was printed together with this script: its data has this shape.
const data = JSON.parse(byId('class-data', HTMLElement).textContent) as ClassData
const haystacks = data.lines.map(({ student, others, repository, partners }) =>
  [student, repository, partners, ...others].join('\n').toLowerCase(),
)

let sorting: { readonly by: string; readonly descending: boolean } | null = null
let chosen: readonly StudentLine[] = []
let drawn = 0

function element(tag: string, name: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag)
  if (name !== '') made.className = name
  made.append(...children)
  return made
}

function row(line: StudentLine): HTMLElement {
  const link = document.createElement('a')
  link.href = line.page
  link.textContent = line.student
  const who = element('td', 'who', link)
  if (line.name !== '') who.append(element('div', '', line.name))
  who.append(element('div', 'place', line.repository))
  const late = (line.lateBySeconds ?? 0) > 0
  return element(
    'tr',
    '',
    who,
    points(line),
    statuses(line),
    element('td', late ? 'when islate' : 'when', line.late),
    element('td', 'when', line.submitted),
    element('td', '', line.partners),
  )
}

function points({ score, highest, complete }: StudentLine): HTMLElement {
  const text = complete ? String(score) : `${score} to ${highest}`
  const cell = element('td', 'points number', element('b', '', text), ` / ${data.maxScore}`)
  if (!complete) cell.append(element('span', 'chip error', 'incomplete'))
  return cell
}

/** A mark for each check, and in words what is not passed. */
function statuses(line: StudentLine): HTMLElement {
  const strip = element('div', 'strip')
  strip.setAttribute('aria-hidden', 'true')
  data.checks.forEach(({ id, title, first }, index) => {
    const letter = line.statuses[index] ?? '-'
    const mark = element('i', letter === '-' ? 'n' : letter)
    if (first) mark.classList.add('first')
    mark.title = `${id}: ${title}, ${data.words[letter] ?? 'not asked'}`
    strip.append(mark)
  })
  const cell = element('td', '', strip)
  const named = (letter: string) =>
    data.checks.filter((_, index) => line.statuses[index] === letter).map(({ id }) => id)
  const [failed, errors, blocked] = [named('f'), named('e'), named('b')]
  const texts = [
    ...(failed.length === 0 ? [] : [listed(failed)]),
    ...(errors.length === 0 ? [] : [`not graded: ${listed(errors)}`]),
    ...(blocked.length === 0 ? [] : [`${blocked.length} blocked`]),
  ]
  cell.append(
    element('div', texts.length === 0 ? 'hidden' : 'mend', texts.join('; ') || 'all passed'),
  )
  return cell
}

function listed(ids: readonly string[]): string {
  const left = ids.length - MOST_NAMED
  return ids.slice(0, MOST_NAMED).join(', ') + (left > 0 ? ` and ${left} more` : '')
}

/** Puts so many more rows into the page. */
function draw(amount: number): void {
  const next = chosen.slice(drawn, drawn + amount)
  lines.append(...next.map(row))
  drawn += next.length
  const left = chosen.length - drawn
  more.hidden = left === 0
  more.textContent = `Show ${Math.min(CHUNK, left)} more of ${left}`
}

/** Chooses and sorts anew, and shows the beginning. */
function update(): void {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
  const shows = SHOWS[show.value] ?? (() => true)
  const column = data.checks.findIndex(({ id }) => id === check.value)
  const matching = data.lines.filter(
    (line, index) =>
      shows(line, data.maxScore) &&
      (section.value === '' || line.section === section.value) &&
      (column < 0 || !'p-'.includes(line.statuses[column] ?? '-')) &&
      words.every((word) => haystacks[index]?.includes(word)),
  )
  chosen = sorted(matching)
  drawn = 0
  lines.replaceChildren()
  draw(CHUNK)
  const all = data.lines.length
  counter.textContent =
    chosen.length === all ? `${all} students` : `${chosen.length} of ${all} students`
  clear.hidden = chosen.length === all
  if (chosen.length === 0) {
    const nobody = document.createElement('td')
    nobody.colSpan = sorters.length
    nobody.className = 'nobody'
    nobody.textContent = all === 0 ? 'The roster names no student.' : 'Nobody matches.'
    lines.append(element('tr', '', nobody))
  }
}

function sorted(matching: readonly StudentLine[]): readonly StudentLine[] {
  const key = SORTS[sorting?.by ?? '']
  if (sorting === null || key === undefined) return matching
  const sign = sorting.descending ? -1 : 1
  return matching.toSorted((one, other) => {
    const [a, b] = [key(one), key(other)]
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
    return sign * collator.compare(String(a), String(b))
  })
}

function sortBy(by: string): void {
  const first = DESCENDING_FIRST.has(by)
  sorting = { by, descending: sorting?.by === by ? !sorting.descending : first }
  for (const button of sorters) {
    const header = button.closest('th')
    if (button.dataset.sort !== by) header?.removeAttribute('aria-sort')
    else header?.setAttribute('aria-sort', sorting.descending ? 'descending' : 'ascending')
  }
  update()
}

/** Shows those of the table who are chosen by a name elsewhere on the page. */
function choose(control: HTMLSelectElement, value: string): void {
  control.value = value
  update()
  document.getElementById('students')?.scrollIntoView()
  control.focus()
}

search.addEventListener('input', update)
for (const control of [show, check, section]) control.addEventListener('change', update)
more.addEventListener('click', () => {
  const from = drawn
  draw(CHUNK)
  // Who pressed the button by keyboard goes on in the rows that it brought.
  lines.rows[from]?.querySelector('a')?.focus()
})
clear.addEventListener('click', () => {
  for (const control of [search, check, section]) control.value = ''
  show.value = 'all'
  update()
  search.focus()
})
for (const button of sorters)
  button.addEventListener('click', () => sortBy(button.dataset.sort ?? ''))
for (const control of [check, section]) {
  for (const button of document.querySelectorAll<HTMLButtonElement>(`button[data-${control.id}]`)) {
    button.addEventListener('click', () => choose(control, button.dataset[control.id] ?? ''))
  }
}
new IntersectionObserver(
  (entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) draw(CHUNK)
  },
  { rootMargin: AHEAD },
).observe(more)
addEventListener('beforeprint', () => {
  const all = chosen.length <= MOST_PRINTED
  if (all) draw(chosen.length)
  unprinted.hidden = all
  unprinted.textContent = `The first ${drawn} of ${chosen.length} students; choose some before you print, or print grades.csv.`
})

update()
performance.mark('interactive')
