// Canaries: marks planted into everything of the bank that a candidate must never receive - each rationale,
// note, source and difficulty of each item - and looked for in every byte that comes from the server.
import { cp, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const PROGRAMME = fileURLToPath(new URL('../../../programmes/cloudops', import.meta.url))

/** No word of any language; each planted one goes on with its own number. */
const WORD = 'qzcanary'
/** Digits that follow the second decimal of each difficulty; each goes on with its own number. */
const DIGITS = '314159'

/** What a canary looks like, wherever it comes out: in HTML, JSON, a header or a script. */
export const CANARY = new RegExp(`${WORD}[0-9]*|${DIGITS}[0-9]{4}`, 'gi')

/** A text of an item with its canaries, and how many were planted. */
export function withCanaries(text, first = 0) {
  let planted = first
  const next = () => String(planted++).padStart(4, '0')
  const words = text
    .replace(/^(rationale|note) = ("""|")/gm, (_, name, quote) => `${name} = ${quote}${WORD}${next()} `)
    .replace(/^(source = \{ title = ")/gm, (start) => `${start}${WORD}${next()} `)
  const both = words.replace(/^(difficulty = )(\d\.\d{1,2})$/gm, (_, name, value) =>
    `${name}${value.padEnd(4, '0')}${DIGITS}${next()}`)
  return { text: both, planted: planted - first }
}

/** A copy of the reference programme with canaries in its bank; the caller removes the folder. */
export async function programmeWithCanaries() {
  const folder = await mkdtemp(path.join(tmpdir(), 'assay-canaries-'))
  await cp(PROGRAMME, folder, { recursive: true })
  const bank = path.join(folder, 'bank')
  let planted = 0
  let items = 0
  for (const entry of await readdir(bank, { recursive: true })) {
    if (!entry.endsWith('.toml')) continue
    const file = path.join(bank, entry)
    const made = withCanaries(await readFile(file, 'utf8'), planted)
    planted += made.planted
    items += 1
    await writeFile(file, made.text)
  }
  return { folder, planted, items }
}
