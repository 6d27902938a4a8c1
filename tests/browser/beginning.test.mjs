// A body in its first hour: what `init` wrote is served, sold and sat; and an exam without a form is not.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { audit } from './lib/audit.mjs'
import { learn } from './lib/bank.mjs'
import { answerAll, saveState, submit } from './lib/exam.mjs'
import { card, register, resultShown, signUp, startExam } from './lib/pages.mjs'
import { REPOSITORY } from './lib/server.mjs'
import { World } from './lib/world.mjs'

const BINARY = process.env.ASSAY_TEST_BINARY ?? path.join(REPOSITORY, 'target/release/assay')
const assay = (...call) => promisify(execFile)(BINARY, call)

const withoutForms = (programme) => rm(path.join(programme, 'forms'), { recursive: true, force: true })

/** A folder that `init` made, changed, and served for one story. */
async function begun(change, story) {
  const folder = await mkdtemp(path.join(tmpdir(), 'assay-begun-'))
  const programme = path.join(folder, 'mine')
  let world
  try {
    await assay('init', programme)
    await change(programme)
    world = await World.open({ programme })
    await story(world, await world.page(), programme)
    assert.deepEqual(world.complaints, [])
  } finally {
    await world?.close()
    await rm(folder, { recursive: true, force: true })
  }
}

describe('A body in its first hour', { concurrency: 1, timeout: 180_000 }, () => {
  it('sells an exam that can be sat, from init to a badge', () =>
    begun(learn, async ({ url }, page, programme) => {
      const checked = await assay('check', programme)
      assert.match(checked.stderr, /: 0 errors and 0 warnings in /)
      await page.goto(url)
      await page.getByText('Open for registration').first().waitFor()
      await page.getByText('Its twelve questions certify nobody').waitFor()
      await signUp(page, url)
      await register(page, url, 'REC-1')
      await startExam(page, url, 'REC-1')
      // Nine of ten scored ones, and whatever comes of the two that are tried out.
      await answerAll(page, { items: 12, right: (number) => number !== 1 })
      await saveState(page, 'saved')
      await submit(page)
      assert.match(await resultShown(page), /^You passed/)
      await page.getByText('How the score is made').click()
      const report = await page.locator('main').innerText()
      assert.match(report.replace(/\s+/g, ' '), /Questions that count 10\b/)
      await page.goto(`${url}/my`)
      await card(page, 'Records Keeper').getByRole('link', { name: 'Open the badge' }).click()
      await page.waitForURL(/\/credentials\/crd_/)
      await page.getByText('Example Records Body').first().waitFor()
    }))

  it('tells its first administrator what it lacks before its doors open', () =>
    begun(async () => {}, async ({ server }, page, programme) => {
      await server.end('SIGTERM')
      const who = ['--name', 'Ada Example', '--email', 'ada@example.org']
      const data = path.join(server.data, 'data')
      const env = { ...process.env, ASSAY_ADMIN_PASSWORD: 'correct horse battery' }
      await promisify(execFile)(BINARY,
        ['admin', 'add', '--data', data, '--programme', programme, ...who], { env })
      await server.restart()
      assert.doesNotMatch(server.log.join(''), /nobody administers/)
      await page.goto(`${server.url}/sign-in`)
      await page.getByLabel('E-mail address').fill('ada@example.org')
      await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.locator('.site-person .menu-name', { hasText: 'Ada Example' }).waitFor()
      await page.goto(`${server.url}/admin`)
      await page.getByRole('heading', { name: 'Before you open your doors' }).waitFor()
      await page.getByText('Its twelve questions certify nobody').first().waitFor()
      assert.deepEqual(await audit(page), [])
    }))

  it('offers no registration for an exam without a form, and says so', () =>
    begun(withoutForms, async ({ url }, page, programme) => {
      const checked = await assay('check', programme)
      assert.match(checked.stdout, /warning\[P0166\]/)
      await page.goto(url)
      await page.getByText('Not ready to be taken yet').first().waitFor()
      assert.equal(await page.getByText('Open for registration').count(), 0)
      await page.goto(`${url}/certifications/records`)
      assert.equal(await page.getByRole('link', { name: 'Register for REC-1' }).count(), 0)
      await signUp(page, url)
      await page.goto(`${url}/exams/REC-1/register`)
      await page.getByText('The exam is not ready to be taken yet').waitFor()
      assert.equal(await page.getByRole('button', { name: 'Register for REC-1' }).count(), 0)
    }))
})
