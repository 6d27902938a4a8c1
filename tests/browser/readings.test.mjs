// A reading of readiness: silent at first, said in words once there is enough, explained line by line, and
// the same number from the command line.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { answer, plain } from './lib/bank.mjs'
import { optionText, options, shownQuestion } from './lib/exam.mjs'
import { signUp } from './lib/pages.mjs'
import { BINARY } from './lib/server.mjs'
import { World } from './lib/world.mjs'

let world

const text = async (locator) => (await locator.innerText()).replace(/\s+/g, ' ')

describe('A reading of readiness', { concurrency: 1, timeout: 240_000 }, () => {
  let page
  before(async () => {
    world = await World.open()
    page = await world.page()
    await signUp(page, world.url, 'Rhea Reads')
  })
  after(() => world?.close())

  /** Answers a run of new questions; every fourth answer is wrong. */
  const practise = async (count) => {
    await page.goto(`${world.url}/exams/SOA-C03/practice`)
    const csrf = await page.locator('meta[name=csrf-token]').getAttribute('content')
    const begun = await page.request.post(`${world.url}/practice`, {
      form: { csrf, exam: 'SOA-C03', mode: 'learn', count, anew: 'yes' }, maxRedirects: 0,
    })
    const run = begun.headers().location.split('/')[2]
    for (let number = 1; number <= count; number += 1) {
      await page.goto(`${world.url}/practice/${run}/${number}`)
      const right = number % 4 !== 0
      const wanted = answer((await shownQuestion(page)).stem, right)
      for (const option of await options(page).all()) {
        if (wanted.includes(plain(await optionText(option).innerText()))) await option.click()
      }
      await page.getByRole('button', { name: 'Check my answer' }).click()
      await page.locator('.verdict-text').waitFor()
    }
  }

  it('says on the plan how many new questions are missing, and nothing else', async () => {
    await practise(5)
    await page.goto(`${world.url}/exams/SOA-C03/prep`)
    const card = await text(page.locator('.reading'))
    assert.match(card, /Not enough evidence yet/)
    assert.match(card, /35 more new questions, of them .* in domain 5/)
    assert.doesNotMatch(card, /%/)
  })

  it('says it in words with a range once there is enough, and explains each line', async () => {
    await practise(40)
    await page.goto(`${world.url}/exams/SOA-C03/prep`)
    const card = page.locator('.reading')
    assert.match(await text(card), /Scaled score between \d+ and \d+ in 8 of 10 cases like this/)
    assert.match(await text(card), /the cut is 720/)
    assert.match(await text(card), /From 45 questions that you had not seen before/)
    assert.match(await text(card), /read it as a floor/)
    await card.getByRole('link', { name: 'Why this reading' }).click()
    await page.getByRole('heading', { name: 'Why this reading', level: 1 }).waitFor()
    await page.getByRole('heading', { name: 'Counted: 45 answers' }).waitFor()
    const counted = page.getByRole('table', { name: 'Counted answers, the latest first' })
    assert.equal(await counted.locator('tbody tr').count(), 45)
    await page.getByText('None: you have met no question twice.').waitFor()
    await counted.getByRole('link').first().click()
    await page.locator('.verdict-text').waitFor()
  })

  it('is the same number from the command line', async () => {
    const file = await page.request.get(`${world.url}/exams/SOA-C03/prep/reading.json`)
    const log = await file.json()
    const folder = mkdtempSync(join(tmpdir(), 'reading-'))
    const path = join(folder, 'reading.json')
    writeFileSync(path, JSON.stringify(log))
    const told = JSON.parse(execFileSync(BINARY, ['readiness', path], { encoding: 'utf8' }))
    rmSync(folder, { recursive: true })
    assert.equal(told.p, log.persons[0].p)
    assert.equal(log.persons[0].events.length, 45)
    const table = await page.request.get(`${world.url}/exams/SOA-C03/prep/reading.csv`)
    assert.equal((await table.text()).trim().split('\r\n').length, 46)
  })
})
