import { expect, test } from 'vitest'
import { commandsIn, runsNoOther } from './commands-in.js'

test.each<[string, string[][]]>([
  ['aws ecr "list-images" --x $Y', [['aws', 'ecr', 'list-images', '--x', '$Y']]],
  ['# aws ecr list-images', []],
  ['echo "aws ecr" # aws', [['echo', 'aws ecr']]],
  [
    'exit 0; aws ecs',
    [
      ['exit', '0'],
      ['aws', 'ecs'],
    ],
  ],
  ['X=$(date) || f() { a | b; }', [['date'], ['a'], ['b']]],
  ['if a; then (b "$(c `d`)"); fi', [['a'], ['b', '$(c `d`)'], ['c', '`d`'], ['d']]],
  ['cat <<E > f\na b\nE\n', [['cat', 'a b\n', 'f']]],
  ['export A=1 > f', [['export', 'A=1', 'f']]],
  ['a; if', [['a']]],
  ['', []],
])('%s', (text, commands) => {
  expect(commandsIn(text).commands).toEqual(commands)
})

test.each<[string, boolean]>([
  ['[', true],
  ['jq', true],
  ['mkdir', true],
  ['wait', true],
  ['eval', false],
  ['find', false],
  ['sudo', false],
  ['git', false],
  ['$cmd', false],
])('%s runs no other program: %s', (name, alone) => {
  expect(runsNoOther(name)).toBe(alone)
})

test.each<[string, string[]]>([
  ['a=(aws ecs "x y"); a+=(--z)', ['a=(aws ecs "x y")', 'a+=(--z)']],
  ['X=1 aws ecs; export Y=2', ['X=1', 'Y=2']],
  ['f() { local c="aws ecs"; }', ['c="aws ecs"']],
  ['echo a=b', []],
])('%s assigns', (text, assignments) => {
  expect(commandsIn(text).assignments).toEqual(assignments)
})
