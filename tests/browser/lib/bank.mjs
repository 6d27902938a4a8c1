// The items as their authors wrote them, so that a test can answer right or wrong on purpose.
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'smol-toml'
import { REPOSITORY } from './server.mjs'

const PROGRAMME = path.join(REPOSITORY, 'programmes/cloudops')

/** Letters and digits only: marking up and typography do not survive on the way to a page, words do. */
export const plain = (text) => text.replace(/^```\w+$/gm, '').replace(/^\d+\. /gm, '').toLowerCase()
  .replace(/[^\p{Letter}\p{Number}]+/gu, '')

function read(folder, programme = PROGRAMME) {
  const entries = readdirSync(path.join(programme, folder), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const inside = `${folder}/${entry.name}`
    if (entry.isDirectory()) return read(inside, programme)
    return entry.name.endsWith('.toml') ? [parse(readFileSync(path.join(programme, inside), 'utf8'))] : []
  })
}

const isItem = (file) => Array.isArray(file.option) && Array.isArray(file.key)

/** Every item of the exams. */
export const bank = read('bank').filter(isItem)
/** Every item of the practice pool. */
export const pool = read('practice').filter(isItem)
/** The forms by exam version; of several the one that is given, which is the first by name. */
export const forms = new Map(read('forms').reverse().map((form) => [form.exam, form]))

const byStem = new Map([...bank, ...pool].map((item) => [plain(item.stem), item]))

/** From now on the items of another programme's bank are known too. */
export function learn(programme) {
  for (const item of read('bank', programme).filter(isItem)) byStem.set(plain(item.stem), item)
}

/** The item with this stem, as shown. */
export function itemOf(stem) {
  const item = byStem.get(plain(stem))
  if (!item) throw new Error(`no item of the programme has this stem: ${stem.slice(0, 120)}…`)
  return item
}

/** The shown texts to choose for a right answer, or for a wrong one that is complete. */
export function answer(stem, right) {
  const item = itemOf(stem)
  const inKey = (option) => item.key.includes(option.id)
  const keyed = item.option.filter(inKey)
  const others = item.option.filter((option) => !inKey(option))
  const chosen = right ? keyed : [...others, ...keyed].slice(0, keyed.length)
  return chosen.map((option) => plain(option.text))
}
