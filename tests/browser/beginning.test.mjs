// A body in its first hour: what `init` wrote is served, sold and sat; and an exam without a form is not.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { onQuestion, openReview, saveState, submit } from './lib/exam.mjs'
import { register, resultShown, signUp, startExam } from './lib/pages.mjs'
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
  it('sells an exam that can be sat, from init to a result', () =>
    begun(async () => {}, async ({ url }, page, programme) => {
      const checked = await assay('check', programme)
      assert.match(checked.stderr, /: 0 errors and 0 warnings in /)
      await page.goto(url)
      await page.getByText('Open for registration').first().waitFor()
      await signUp(page, url)
      await register(page, url, 'PIL-1')
      await startExam(page, url, 'PIL-1')
      for (let number = 1; number <= 6; number += 1) {
        await onQuestion(page, number)
        await page.locator('.exam-option').first().click()
        if (number < 6) await page.keyboard.press('n')
      }
      await saveState(page, 'saved')
      await openReview(page)
      await submit(page)
      assert.match(await resultShown(page), /^You (passed|did not pass)/)
      // Five are scored, the sixth is tried out; how many first options are right is left to chance.
      const report = await page.locator('main').innerText()
      assert.match(report, /a demonstration form/)
      assert.match(report.replace(/\s+/g, ' '), /Scored items 5\b/)
    }))

  it('offers no registration for an exam without a form, and says so', () =>
    begun(withoutForms, async ({ url }, page, programme) => {
      const checked = await assay('check', programme)
      assert.match(checked.stdout, /warning\[P0166\]/)
      await page.goto(url)
      await page.getByText('Not ready to be taken yet').first().waitFor()
      assert.equal(await page.getByText('Open for registration').count(), 0)
      await page.goto(`${url}/certifications/pilot`)
      assert.equal(await page.getByRole('link', { name: 'Register for PIL-1' }).count(), 0)
      await signUp(page, url)
      await page.goto(`${url}/exams/PIL-1/register`)
      await page.getByText('The exam is not ready to be taken yet').waitFor()
      assert.equal(await page.getByRole('button', { name: 'Register for PIL-1' }).count(), 0)
    }))
})
