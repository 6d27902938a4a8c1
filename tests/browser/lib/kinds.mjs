// A body whose one form, or whose practice set, holds a question of every kind: what `init` writes, with the
// items of `fixtures/kinds` in the places of its own. Never both: who prepared would have seen the exam.
import { copyFile, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { begun } from './begun.mjs'
import { WANTED } from './questions.mjs'
import { REPOSITORY } from './server.mjs'

const FIXTURES = fileURLToPath(new URL('../fixtures/kinds', import.meta.url))
const PICTURE = path.join(REPOSITORY, 'crates/web/assets/sample-network.svg')
const EXAM = 'REC-1'

/** Each question with words that no other has, and where the outline puts it. */
const ITEMS = {
  choice: ['Uploads to a bucket of logs', '1.1'],
  several: ['Which two changes together', '1.2'],
  order: ['A database was damaged', '1.1'],
  match: ['Match each need', '1.2'],
  'match-several': ['Which role may do what', '1.1'],
  'gap-match': ['Complete the sentence', '2.1'],
  inline: ['A network with the mask', '2.2'],
  'hot-text': ['Which line says why', '2.1'],
  'hot-spot': ['has no public address', '2.2'],
  'graphic-gap-match': ['Put each rule onto', '2.1'],
  'extended-text': ['A shop must go on selling', '2.2'],
  'right-to-left': ['تمنع هذه السياسة', '1.2'],
}
/** Tried out and not scored: no program judges prose, and one item may fill the form. */
const PRETEST = ['extended-text', 'right-to-left']

export const NAMES = Object.keys(ITEMS)

const toml = (id, name) => `id = "${id}"
exam = "${EXAM}"
task = "${ITEMS[name][1]}"
skill = "${ITEMS[name][1]}.1"
qti = "${name}.xml"
level = "apply"
difficulty = 0.7
time_s = 90
source = { title = "RFC 5737", url = "https://www.rfc-editor.org/rfc/rfc5737" }
note = "A question for tests, invented."
`

const list = (names) => `[${names.map((name) => `"${name}"`).join(', ')}]`

/** Puts the items into a folder of a programme that `init` wrote. */
async function put(programme, below, prefix) {
  const into = path.join(programme, below)
  for (const file of await readdir(into)) await rm(path.join(into, file))
  for (const file of await readdir(FIXTURES)) {
    await copyFile(path.join(FIXTURES, file), path.join(into, file))
  }
  await copyFile(PICTURE, path.join(into, 'network.svg'))
  for (const name of NAMES) {
    await writeFile(path.join(into, `${prefix}${name}.toml`), toml(prefix + name, name))
  }
}

async function fillForm(programme) {
  await put(programme, `bank/${EXAM}`, '')
  await writeFile(path.join(programme, `forms/${EXAM}-A.toml`), `id = "${EXAM}-A"
exam = "${EXAM}"
demonstration = false
cut_raw = 7
cut_unrounded = 7.0
rounding = "nearest"
standard = "A form for tests."
scored = ${list(NAMES.filter((name) => !PRETEST.includes(name)))}
pretest = ${list(PRETEST)}
`)
}

async function fillPractice(programme) {
  await put(programme, `practice/${EXAM}`, 'practice-')
  // The plan that leads to them has a step for each of the two sets.
  for (const set of [`${EXAM}-set`, `${EXAM}-kinds`]) {
    await writeFile(path.join(programme, `practice/sets/${set}.toml`), `id = "${set}"
exam = "${EXAM}"
title = "A question of every kind"
summary = "Twelve questions, one of every kind and some of two."
items = ${list(NAMES.map((name) => `practice-${name}`))}
`)
  }
}

/** A world where a form has them. */
export const everyKindOnAForm = () => begun(fillForm)

/** A world where the practice sets have them. */
export const everyKindInPractice = () => begun(fillPractice)

/** Which question is on show. */
export async function nameShown(page) {
  const text = await page.locator('[data-question]').innerText()
  const found = NAMES.find((name) => text.includes(ITEMS[name][0]))
  if (!found) throw new Error(`no question of ours: ${text.slice(0, 200)}`)
  return found
}

/** An answer as it is kept: of several response variables each value is named. */
export function kept(name) {
  const wanted = Object.entries(WANTED[name])
  return wanted.flatMap(([variable, values]) =>
    values.map((value) => (wanted.length > 1 ? `${variable}:${value}` : value)))
}
