// Real programmes on the pages: dates by language, an overlap, a retirement, rules that change.
import assert from 'node:assert/strict'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, it } from 'node:test'
import { audit } from './lib/audit.mjs'
import { REPOSITORY } from './lib/server.mjs'
import { World } from './lib/world.mjs'

const text = async (locator) => (await locator.innerText()).replace(/\s+/g, ' ')
/** The cells of a table's rows, a text each. */
const rows = async (table) => {
  const all = await table.locator('tbody tr').all()
  return Promise.all(all.map(async (row) => Promise.all((await row.locator('th, td').all()).map(text))))
}

const OTHERS = 'Portuguese, Spanish, Thai and Vietnamese'

const zoo = (name) => path.join(REPOSITORY, 'programmes/zoo', name)

/** A programme of the parser's tests that may be served: with badges. */
async function fixture(name) {
  const folder = await mkdtemp(path.join(tmpdir(), 'assay-programme-'))
  await cp(path.join(REPOSITORY, 'crates/programme/tests/must_pass', name), folder, { recursive: true })
  for (const file of await readdir(path.join(folder, 'certifications'))) {
    const badge = path.join(folder, 'badges', file.replace('.toml', '.svg'))
    await cp(zoo('aws/badges/badge.svg'), badge)
  }
  return folder
}

/** A programme, served for one story, and every page it opens looked at. */
async function served(name, story) {
  const world = await World.open({ programme: path.isAbsolute(name) ? name : zoo(name) })
  try {
    const page = await world.page()
    const open = async (address) => {
      const response = await page.goto(world.url + address)
      assert.equal(response.status(), 200, address)
      assert.deepEqual((await audit(page)).map((fault) => `${address}: ${fault}`), [])
      const values = await page.locator('dd').allInnerTexts()
      assert.ok(values.every((value) => value.trim()), `${address}: a fact without a value`)
    }
    await story(page, open)
    assert.deepEqual(world.complaints, [])
  } finally {
    await world.close()
  }
}

// The clock of these programmes is the real one: the stories tell of days that have passed for good.
describe('A real programme', { concurrency: 1, timeout: 180_000 }, () => {
  it('tells the days of each language, and that two exam versions overlapped', () =>
    served('comptia', async (page, open) => {
      await open('/')
      await open('/exams/SY0-601/guide')
      assert.deepEqual(await rows(page.getByRole('table', { name: 'Dates of SY0-601 by language' })), [
        ['English', '12 November 2020', '12 November 2020', '31 July 2024', '31 July 2024'],
        [OTHERS, '12 November 2020', '12 November 2020', '31 January 2025', '31 January 2025'],
      ])
      await open('/certifications/secplus')
      const change = await text(page.locator('#change-secplus-601-701'))
      assert.match(change, /An overlap: both SY0-601 and SY0-701 could be sat/)
      assert.match(change, /from 7 November 2023 to 31 July 2024\./)
      assert.ok(change.includes(`SY0-601 went on in ${OTHERS} until 31 January 2025.`))
      const timeline = await text(page.locator('#timeline'))
      assert.match(timeline, /31 July 2024 Last test day of SY0-601 in English/)
      assert.ok(timeline.includes(`31 January 2025 Last test day of SY0-601 in ${OTHERS}`))
      await open('/certifications/secplus?on=2024-10-01')
      const earns = await text(page.locator('#earns'))
      assert.ok(earns.includes(`you could sit SY0-601 in ${OTHERS}.`))
      assert.match(earns, /you could sit SY0-701\./)
      await open('/exams/SY0-601/register')
      assert.match(await text(page.locator('#dates')), /Here the exam is given in English: its days/)
    }))

  it('tells what of a retired certification ended, function by function', () =>
    served('aws', async (page, open) => {
      await open('/')
      await open('/certifications/mls')
      const ends = page.locator('#change-aws-specialty-retirements')
      assert.deepEqual(await rows(ends.getByRole('table', { name: 'What ends when' })), [
        ['New awards', '31 March 2026', 'Ended'],
        ['Renewal by: Pass the Machine Learning - Specialty exam', '31 March 2026', 'Ended'],
        ['Preparation for it', '31 March 2026', 'Ended'],
      ])
      assert.match(await text(page.locator('#timeline')), /31 March 2026 .*Last day of new awards/)
      assert.match(await text(page.locator('#renewal')), /No longer offered/)
      await open('/certifications/dva')
      await open('/exams/DVA-C03/changes')
      assert.doesNotMatch(await text(page.locator('main')), /0 → 0|All 0/)
    }))

  it('tells rules that changed', () =>
    served('cncf', async (page, open) => {
      await open('/certifications/cka')
      const change = await text(page.locator('#change-cncf-validity-2024'))
      assert.match(change, /in force from 1 April 2024 on\. Announced on 1 March 2024/)
      assert.match(await text(page.locator('#renewal')), /An award is valid for 2 years/)
      assert.match(await text(page.locator('#timeline')), /1 April 2024 New rules: 24 months instead of 36/)
      await open('/certifications/cka?on=2025-03-01')
      assert.match(await text(page.locator('#earns')), /active until 1 March 2027 before any renewal/)
    }))

  it('tells how long what was earned when is good for', () =>
    served('oracle', async (page, open) => {
      await open('/certifications/cloud2019')
      const validity = await text(page.locator('#renewal'))
      assert.match(validity, /Earned up to 12 September 2019: until 12 March 2021\./)
      assert.match(validity, /Earned from 13 September 2019 on: 18 months\./)
    }))

  it('says what the weights rest on, how a form rounds, and how long a plan is offered', async () => {
    const folder = await fixture('outline')
    try {
      await served(folder, async (page, open) => {
        await open('/exams/PIL-1/guide')
        const basis = await text(page.locator('#basis'))
        assert.match(basis, /finished on 1 May 2023, answered by 212 people: Survey of pilots, 2023\./)
        assert.match(basis, /Rounding\. .* either whole number next to the share\./)
        assert.deepEqual(await rows(page.getByRole('table', { name: 'Ratings of the practice analysis' })), [
          ['1.1 Bring ships in', '3.50', '4.25', '55.3 %'], ['2.1 Read the tables', '4.00', '3.00', '44.7 %'],
        ])
        await open('/exams/PIL-1/prep')
        const plan = await text(page.locator('main'))
        assert.match(plan, /This plan (is offered until|ended on) 31 December 2027/)
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('tells each end of a retirement that has several', async () => {
    const folder = await fixture('changes')
    try {
      await served(folder, async (page, open) => {
        await open('/')
        assert.match(await text(page.locator('main')), /Boatman Not awarded since 1 June 2025/)
        await open('/certifications/boatman')
        const ends = page.getByRole('table', { name: 'What ends when' })
        assert.deepEqual((await rows(ends)).map(([what, on]) => `${what}: ${on}`), [
          'New awards: 31 May 2025', 'Renewal by: retake: 30 June 2025',
          'Renewing others through an award or renewal of this one: 31 May 2025',
        ])
        assert.match(await text(page.locator('#exams')), /No exam leads to it any more/)
      })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('reads well where a certification has no exam, or many old ones', async () => {
    await served('redhat', async (page, open) => {
      await open('/certifications/rhca')
      assert.match(await text(page.locator('main')), /held while at least 5 of these are active/)
    })
    await served('cisco', async (page, open) => {
      await open('/certifications/ccna')
      assert.match(await text(page.locator('#exams')), /10 earlier exam versions/)
      const change = await text(page.locator('#change-cisco-2020'))
      assert.match(change, /CCNA-TRACK-1 and 8 others could be sat until 23 February 2020/)
    })
  })
})
