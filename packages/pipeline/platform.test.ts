import { expect, test } from 'vitest'
import { platformName } from './platform.js'

// Source: github.com/containerd/platforms, `normalizeOS` and `normalizeArch`.
test.each([
  ['linux', 'arm64', null, 'linux/arm64'],
  ['Linux', 'ARM64', 'v8', 'linux/arm64'],
  ['linux', 'aarch64', '8', 'linux/arm64'],
  ['linux', 'arm64', 'v9', 'linux/arm64/v9'],
  ['linux', 'x86_64', null, 'linux/amd64'],
  ['linux', 'armhf', null, 'linux/arm'],
  ['linux', 'armel', null, 'linux/arm/v6'],
  ['macOS', 'arm64', null, 'darwin/arm64'],
  ['darwin', 'arm64', '', 'darwin/arm64'],
])('%s, %s, %s is %s', (os, architecture, variant, name) => {
  expect(platformName({ os, architecture, variant })).toBe(name)
})
