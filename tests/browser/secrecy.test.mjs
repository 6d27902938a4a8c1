// Nothing that the server sends to a candidate before release tells right from wrong (docs/concepts/item.md),
// and nothing of the form is served after it was handed in.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { parse } from 'smol-toml'
import { bank, forms, pool } from './lib/bank.mjs'
import { CANARY, withCanaries } from './lib/canaries.mjs'
import { answerAll, saveState, submit } from './lib/exam.mjs'
import { register, resultShown, signUp, startExam } from './lib/pages.mjs'
import { Recorder } from './lib/recorder.mjs'
import { REPOSITORY } from './lib/server.mjs'
import { World } from './lib/world.mjs'

const CANARY_LENGTH = 40
/** An item as its author wrote it, for the control. */
const ITEM = 'programmes/cloudops/bank/CLF-C02/clf-auditor-reports.toml'
/** An item by its name in the bank, which only an insider knows: asking for it must not confirm it. */
const FOREIGN = forms.get('DOP-C02').scored[0]
/** All that an item is delivered with. */
const DELIVERED = ['asks', 'flagged', 'html', 'item', 'position', 'response', 'seq']
/** Names of fields that have no business in a delivered item. */
const FIELDS = ['key', 'rationale', 'difficulty', 'note', 'correct', 'scored', 'pretest', 'weight', 'cut_raw',
  'enemies', 'level', 'time_s', 'task', 'skill', 'domain']

let world
let page
/** Every answer of the server: where, and head and body as one text. */
const sent = []

/** Text as it could stand in HTML or JSON, without what either escapes. */
const loose = (text) => text.replace(/&(quot|#34|#39|apos|lt|gt|amp);|\\[nru"]|[^\p{L}\p{N}]+/gu, ' ')

/** What must not be served: told once for each item, with the words to look for. */
function canaries(items) {
  return items.flatMap((item) => {
    const texts = [['note', item.note], ...item.option.map((one) => ['rationale', one.rationale])]
    const found = texts.filter(([, text]) => text).map(([kind, text]) => ({
      what: `${kind} of ${item.id}`, loose: loose(text.slice(0, CANARY_LENGTH)).trim(),
    }))
    return [{ what: `id of ${item.id}`, raw: item.id }, ...found]
  })
}

/** The secrets that occur in what was sent, each with the address that gave it away. */
function leaks(answers, secrets) {
  return answers.flatMap(({ where, text }) => {
    const spread = ` ${loose(text)} `
    const told = ({ raw, loose: words }) => (raw ? text.includes(raw) : spread.includes(words))
    return secrets.filter(told).map(({ what }) => `${where}: ${what}`)
  })
}

async function record(response) {
  const status = response.status()
  const where = `${response.request().method()} ${new URL(response.url()).pathname}`
  const head = JSON.stringify(await response.allHeaders().catch(() => ({})))
  // A redirect has no body.
  const body = status >= 300 && status < 400 ? '' : await response.text().catch(() => '')
  sent.push({ where, text: `${head}\n${body}` })
}

describe('Before release', { concurrency: 1, timeout: 180_000 }, () => {
  const pending = []
  let sitting

  before(async () => {
    world = await World.open({ canaries: true })
    page = await world.page()
    page.on('response', (response) => pending.push(record(response)))
  })
  after(() => world?.close())

  it('has canaries that would sing', () => {
    assert.ok(bank.length >= 95 && pool.length >= 20, `${bank.length} items and ${pool.length} in the pool`)
    const item = bank[0]
    const html = `<p>${item.option[0].rationale.replaceAll('"', '&quot;')}</p>`
    assert.equal(leaks([{ where: 'x', text: html }], canaries(bank)).length, 1)
    const json = JSON.stringify({ note: item.note, at: item.id })
    assert.equal(leaks([{ where: 'x', text: json }], canaries(bank)).length, 2)
  })

  it('finds every canary that is served, also in two pieces, in a header and in JSON', async () => {
    const made = withCanaries(readFileSync(path.join(REPOSITORY, ITEM), 'utf8'))
    assert.ok(made.planted >= 7, 'source, note, difficulty and four rationales')
    const item = parse(made.text)
    const planted = http.createServer((request, response) => {
      if (request.url === '/header') response.setHeader('x-note', item.note)
      if (request.url === '/json') return response.end(JSON.stringify(item))
      response.write(item.option[0].rationale.slice(0, 5))
      setImmediate(() => response.end(item.option[0].rationale.slice(5)))
    }).listen(0, '127.0.0.1')
    await once(planted, 'listening')
    const recorder = await Recorder.open(planted.address().port, CANARY)
    for (const where of ['/pieces', '/header', '/json']) await (await fetch(recorder.url + where)).text()
    assert.equal(recorder.hits.filter((hit) => hit.startsWith('GET /pieces')).length, 1)
    assert.equal(recorder.hits.filter((hit) => hit.startsWith('GET /header')).length, 2)
    assert.equal(recorder.hits.filter((hit) => hit.startsWith('GET /json')).length, made.planted)
    await recorder.close()
    planted.close()
    assert.ok(world.server.planted > 600, `${world.server.planted} are planted in the bank`)
  })

  it('records a registration and a whole sitting', async () => {
    await signUp(page, world.url)
    for (const path of ['/', '/certifications/dop', '/exams/DOP-C02/guide', '/exams/DOP-C02/register']) {
      await page.goto(world.url + path)
    }
    await register(page, world.url, 'DOP-C02')
    sitting = await startExam(page, world.url, 'DOP-C02')
    await answerAll(page, { items: 10, right: (number) => number % 2 === 0, flag: [3] })
    await saveState(page, 'saved')
    await page.reload()
    await page.getByRole('heading', { name: 'Question 10', exact: true }).waitFor()
  })

  it('records what the API says to requests it refuses', async () => {
    const api = `${world.url}/api/v1/sittings/${sitting}`
    const csrf = await page.locator('meta[name=csrf-token]').getAttribute('content')
    const put = (item, data, headers = { 'x-csrf-token': csrf }) => () =>
      page.request.put(`${api}/responses/${item}`, { data, headers })
    const refused = [
      [404, put('i99', { seq: 1, response: [] })],
      [404, put(FOREIGN, { seq: 1, response: [] })],
      [422, put('i01', { seq: 99, response: ['Z'] })],
      [422, put('i01', { seq: 99, response: ['A', 'A'] })],
      [400, put('i01', { seq: 99, response: 'A' })],
      [400, put('i01', { seq: 99, response: ['A'], key: true })],
      [400, put('i01', { response: ['A'] })],
      [403, put('i01', { seq: 99, response: ['A'] }, { 'x-csrf-token': 'wrong' })],
      [409, put('i03', { seq: 1, response: ['A'] })],
      [413, put('i01', { seq: 99, response: ['A'.repeat(100_000)] })],
      [404, () => page.request.get(`${api}/items`)],
      [405, () => page.request.delete(api)],
      [404, () => page.request.get(`${world.url}/api/v1/items`)],
      [404, () => page.request.get(`${world.url}/api/v1/sittings/sit_00000000000000000000000000`)],
    ]
    const statuses = []
    for (const [, ask] of refused) {
      const response = await ask()
      statuses.push(response.status())
      assert.match(response.headers()['content-type'], /application\/problem\+json/)
      const text = JSON.stringify(response.headers()) + await response.text()
      // A problem names the address that was asked for; what we said ourselves is no leak.
      const where = `API ${statuses.length} ${response.url()}`
      sent.push({ where, text: text.replace(`/${FOREIGN}"`, '/"') })
    }
    assert.deepEqual(statuses, refused.map(([status]) => status))
  })

  it('records the files of the client', async () => {
    const [, version] = /\/assets\/(\w+)\//.exec(await (await page.request.get(world.url)).text())
    const client = `${world.url}/assets/${version}/client`
    const files = new Set(['exam.js', 'exam.css'])
    for (const name of files) {
      const response = await page.request.get(`${client}/${name}`)
      assert.equal(response.status(), 200, name)
      const text = await response.text()
      sent.push({ where: `client/${name}`, text })
      for (const [, imported] of text.matchAll(/from "\.\/([\w.-]+)"/g)) files.add(imported)
    }
    assert.ok(files.size > 6)
    for (const name of ['package.json', 'tsconfig.json', 'node_modules/typescript/lib/typescript.js']) {
      assert.equal((await page.request.get(`${client}/${name}`)).status(), 404, name)
    }
  })

  it('has told no key, rationale, bank id, note or difficulty anywhere', async () => {
    await Promise.all(pending)
    const paths = sent.map(({ where }) => where)
    const api = sent.filter(({ where }) => /^(GET|PUT|POST) \/api\/v1\/sittings|^API/.test(where))
    for (const path of [`GET /sittings/${sitting}`, `GET /api/v1/sittings/${sitting}`, 'POST /sign-up']) {
      assert.ok(paths.includes(path), `${path} was recorded`)
    }
    assert.ok(paths.filter((path) => /^PUT .*\/responses\/i\d\d$/.test(path)).length >= 10)
    assert.deepEqual(leaks(sent, canaries([...bank, ...pool])), [])
    const named = api.flatMap(({ where, text }) =>
      FIELDS.filter((field) => text.includes(`"${field}":`)).map((field) => `${where}: ${field}`))
    assert.deepEqual(named, [])
  })

  it('delivers of an item its question, what it asks for and the own answer, nothing else', async () => {
    const { items } = await (await page.request.get(`${world.url}/api/v1/sittings/${sitting}`)).json()
    assert.equal(items.length, forms.get('DOP-C02').scored.length)
    for (const item of items) {
      assert.deepEqual(Object.keys(item).sort(), DELIVERED)
      for (const ask of item.asks) assert.deepEqual(Object.keys(ask).sort(), ['least', 'most', 'response'])
    }
  })

  it('serves nothing of the items once it is handed in', async () => {
    await page.getByRole('heading', { name: 'Question 10', exact: true }).waitFor()
    await page.keyboard.press('r')
    sent.length = 0
    await submit(page)
    await resultShown(page)
    await page.goto(`${world.url}/my/exams`)
    await page.goto(`${world.url}/sittings/${sitting}`)
    await page.waitForURL(/\/result$/)
    await Promise.all(pending)
    const after = await page.request.get(`${world.url}/api/v1/sittings/${sitting}`)
    sent.push({ where: 'the API afterwards', text: await after.text() })
    const stems = bank.filter((item) => item.exam === 'DOP-C02').flatMap((item) => [
      { what: `stem of ${item.id}`, loose: loose(item.stem.trim().slice(0, CANARY_LENGTH)).trim() },
      ...item.option.map((option) => ({
        what: `an option of ${item.id}`, loose: loose(option.text.slice(0, CANARY_LENGTH)).trim(),
      })),
    ])
    assert.deepEqual(leaks(sent, [...stems, ...canaries(bank)]), [])
  })

  it('takes no answer once it is handed in', async () => {
    const csrf = await page.locator('meta[name=csrf-token]').getAttribute('content')
    const response = await page.request.put(`${world.url}/api/v1/sittings/${sitting}/responses/i01`, {
      data: { seq: 1000, response: ['A'] }, headers: { 'x-csrf-token': csrf },
    })
    assert.equal(response.status(), 409)
    assert.equal((await response.json()).code, 'sitting-closed')
  })
})
