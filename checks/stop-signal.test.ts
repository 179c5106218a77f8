import { expect, test } from 'vitest'
import { callStop, onStop, onWait, tellWait } from './stop-signal.js'

let count = 0
/** A channel of this test's own. */
function channel(): string {
  count += 1
  return `stop-signal-test-${process.pid}-${count}`
}

test('a stop is heard by who listens on that channel, and by nobody else', async () => {
  const [here, elsewhere] = [channel(), channel()]
  const heard: string[] = []
  onStop(elsewhere, () => heard.push('elsewhere'))
  await new Promise<void>((resolve) => {
    onStop(here, () => {
      heard.push('here')
      resolve()
    })
    callStop(here)
  })
  expect(heard).toEqual(['here'])
})

test('a wait is told with its end, and is no stop', async () => {
  const here = channel()
  let stopped = false
  onStop(here, () => {
    stopped = true
  })
  const until = await new Promise<string>((resolve) => {
    onWait(here, resolve)
    tellWait(here, new Date(0))
  })
  expect(until).toBe('1970-01-01T00:00:00.000Z')
  expect(stopped).toBe(false)
})

test('who has stopped listening hears of no wait', async () => {
  const here = channel()
  const heard: string[] = []
  const end = onWait(here, () => heard.push('early'))
  end()
  await new Promise<string>((resolve) => {
    onWait(here, resolve)
    tellWait(here, new Date(0))
  })
  expect(heard).toEqual([])
})
