// What somebody who was ready for the old exam must learn, and what a newcomer to the demonstration finds.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { audit } from './lib/audit.mjs'
import { World } from './lib/world.mjs'

const DESKTOP = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }
let world

const text = async (locator) => (await locator.innerText()).replace(/\s+/g, ' ')

describe('What changed', { concurrency: 1, timeout: 120_000 }, () => {
  let page
  before(async () => {
    world = await World.open({ today: '2025-09-20' })
    page = await world.page()
  })

  it('says in a sentence what must be learnt, and begins with that on three screens of a phone', async () => {
    await page.setViewportSize(PHONE)
    await page.goto(`${world.url}/exams/SOA-C03/changes`)
    const shown = await text(page.locator('main'))
    assert.match(shown, /Who is ready for SOA-C02 has 4 new skills to learn, and more to learn in 23\./)
    assert.match(shown, /What I must learn 27 No longer asked \d+ Everything \d+ What was said \d+/)
    const height = await page.evaluate(() => document.documentElement.scrollHeight)
    assert.ok(height <= 3 * PHONE.height, `${height} px`)
  })

  it('shows of each domain what must be learnt, one word each, and amber for nothing else', async () => {
    const domains = page.locator('.crosswalk-domain')
    assert.ok(await domains.count() >= 3)
    for (const summary of await domains.locator('summary').all()) await summary.click()
    const words = await page.locator('.crosswalk-row > .tag').allInnerTexts()
    assert.equal(words.length, 27)
    assert.deepEqual([...new Set(words)].sort(), ['Covers more', 'New'])
    await page.goto(`${world.url}/exams/SOA-C03/changes?show=all`)
    const amber = await page.locator('.tag-learn').evaluateAll((tags) => tags.map((tag) => tag.textContent))
    assert.deepEqual([...new Set(amber)].sort(), ['Covers more', 'New'])
  })

  it('keeps the choice in the address and in sight', async () => {
    await page.setViewportSize(DESKTOP)
    await page.getByRole('link', { name: /No longer asked/ }).click()
    await page.waitForURL(/\?show=gone$/)
    const tabs = page.getByRole('navigation', { name: 'What is shown' })
    assert.match(await text(tabs.locator('[aria-current=page]')), /No longer asked/)
    const words = await page.locator('.crosswalk-row > .tag').allTextContents()
    assert.ok(words.length > 0 && words.every((word) => ['Covers less', 'Gone'].includes(word)), words.join())
    await page.getByRole('link', { name: /Everything/ }).click()
    await page.waitForURL(/\?show=all$/)
    for (const summary of await page.locator('.crosswalk-domain summary').all()) await summary.click()
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight / 2))
    assert.equal((await tabs.boundingBox()).y, 0)
    await page.goto(`${world.url}/exams/SOA-C03/changes?show=nonsense`)
    assert.match(await text(tabs.locator('[aria-current=page]')), /What I must learn/)
  })

  it('has no serious fault in any of its views, folds open', async () => {
    for (const show of ['learn', 'gone', 'all', 'said']) {
      await page.goto(`${world.url}/exams/SOA-C03/changes?show=${show}`)
      await page.locator('main details').evaluateAll((folds) => folds.forEach((fold) => { fold.open = true }))
      assert.deepEqual(await audit(page), [], show)
    }
  })

  after(async () => {
    const complaints = world.complaints
    await world.close()
    assert.deepEqual(complaints, [])
  })
})

describe('The demonstration', { concurrency: 1, timeout: 120_000 }, () => {
  let page
  before(async () => {
    world = await World.open({ today: '2025-09-20' })
    page = await world.page()
  })

  it('offers its people within the first screen, on a phone too, and lets one in with a press', async () => {
    for (const size of [DESKTOP, PHONE]) {
      await page.setViewportSize(size)
      await page.goto(world.url)
      const first = page.getByRole('button', { name: /^Continue as/ }).first()
      const box = await first.boundingBox()
      assert.ok(box.y + box.height <= size.height, `${box.y + box.height} of ${size.height}`)
    }
    assert.deepEqual(await audit(page), [])
    await page.getByRole('button', { name: /^Continue as Sam Holder/ }).click()
    await page.waitForURL(/\/my$/)
  })

  it('marks today among its days, and goes to the next event with one press', async () => {
    await page.goto(`${world.url}/announcements`)
    const aside = page.getByRole('complementary', { name: 'Demonstration' })
    await aside.getByText('Change the date').click()
    const today = aside.locator('li[aria-current=date]')
    assert.match(await text(today), /20 September 2025 Today/)
    const days = await aside.locator('.demo-days li').count()
    assert.ok(days > 3)
    assert.deepEqual(await audit(page), [])
    await aside.getByText('Change the date').click()
    const next = aside.getByRole('button', { name: /^Next event: / })
    const day = (await next.innerText()).replace('Next event: ', '')
    await next.click()
    await page.getByText(`Today is ${day}`).waitFor()
    assert.equal(new URL(page.url()).pathname, '/announcements')
    await aside.getByText('Change the date').click()
    assert.match(await text(today), new RegExp(`${day} Today: `))
  })

  it('has no next event after the last one', async () => {
    const aside = page.getByRole('complementary', { name: 'Demonstration' })
    await aside.locator('.demo-days button').last().click()
    await aside.getByRole('button', { name: /^Next event/ }).waitFor({ state: 'detached' })
  })

  after(async () => {
    const complaints = world.complaints
    await world.close()
    assert.deepEqual(complaints, [])
  })
})
