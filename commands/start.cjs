#!/usr/bin/env node
'use strict'

// What the command `grade4` starts. Any Node.js can read this file, so that an old one says one clear line
// instead of failing at syntax that it does not know. Everything else is in grade4.js.

var engines = require('../package.json').engines
var oldest = engines.node.match(/\d+/g).map(Number)
var current = process.versions.node.split('.').map(Number)

if (current[0] < oldest[0] || (current[0] === oldest[0] && current[1] < oldest[1])) {
  process.stderr.write(
    'grade4: this is Node.js ' +
      process.versions.node +
      '; grade4 needs ' +
      oldest[0] +
      '.' +
      oldest[1] +
      ' or newer. Install it from https://nodejs.org (or: nvm install 22), then run grade4 again.\n',
  )
  process.exitCode = 2
} else {
  void import('./grade4.js')
}
