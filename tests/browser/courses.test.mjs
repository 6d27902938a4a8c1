// A course: read by a visitor, answered and finished by somebody who prepares, on one page for paper.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { audit } from './lib/audit.mjs'
import { signUp } from './lib/pages.mjs'
import { World } from './lib/world.mjs'

let world
let course

const text = async (locator) => (await locator.innerText()).replace(/\s+/g, ' ')
const sound = async (page, name) => assert.deepEqual(await audit(page, { withAxe: true }), [], name)
const lessons = (page) => page.locator('ol.lesson-list a')

describe('Courses', { concurrency: 1, timeout: 240_000 }, () => {
  before(async () => {
    world = await World.open()
  })
  after(() => world?.close())

  it('are listed and read by a visitor, without a key and without a form', async () => {
    const page = await world.page()
    await page.goto(`${world.url}/courses`)
    await sound(page, 'the list')
    await page.locator('.course-card a').first().click()
    course = new URL(page.url()).pathname
    await sound(page, 'a course')
    const all = await lessons(page).evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    assert.ok(all.length >= 2)
    let checks = 0
    for (const lesson of all) {
      await page.goto(world.url + lesson)
      assert.equal(await page.locator('article .check-card form').count(), 0)
      assert.equal(await page.locator('.check-told').count(), 0)
      checks += await page.locator('.check-card').count()
      assert.ok(await page.locator('.lesson-sources li').count() > 0)
      for (const picture of await page.locator('.diagram img').all()) {
        await picture.scrollIntoViewIfNeeded()
        await picture.evaluate((image) => image.decode())
        assert.ok((await picture.getAttribute('alt')).length > 10)
      }
    }
    assert.ok(checks > 0, 'a course asks something')
    await sound(page, 'a lesson')
  })

  it('are answered by keyboard, told after the answer, and finished lesson by lesson', async () => {
    const page = await world.page()
    await signUp(page, world.url, 'Lea Learns')
    await page.goto(world.url + course)
    await page.getByRole('link', { name: 'Begin' }).click()
    const count = await lessons(page).count()
    for (let number = 1; number <= count; number += 1) {
      const cards = page.locator('.check-card')
      for (const card of await cards.evaluateAll((all) => all.map(({ id }) => id))) {
        const check = page.locator(`[id="${card}"]`)
        const inputs = check.locator('input[name="answer"]')
        const said = /Choose (\d)\./.exec(await text(check))
        for (let choice = 0; choice < Number(said?.[1] ?? 1); choice += 1) {
          await inputs.nth(choice).focus()
          await page.keyboard.press('Space')
        }
        await check.getByRole('button', { name: 'Check my answer' }).press('Enter')
        await page.locator(`[id="${card}"] .check-told`).waitFor()
        assert.match(await text(page.locator(`[id="${card}"]`)), /Right answer/)
      }
      if (number === 1) await sound(page, 'a lesson with what was told')
      await page.locator('.lesson-onwards button').press('Enter')
    }
    await page.waitForURL(world.url + course)
    assert.match(await text(page.locator('main')), new RegExp(`${count} of ${count} lessons finished`))
    assert.equal(await page.locator('.lesson-mark svg').count(), count)
  })

  it('stand on one page for paper, without keys', async () => {
    const page = await world.page()
    await page.goto(`${world.url}${course}/print`)
    await sound(page, 'the page to print')
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.locator('.check-told, .check-card form').count(), 0)
    assert.ok(await page.locator('.printed-lesson').count() >= 2)
    assert.ok(!await page.locator('.site-header nav').isVisible())
    assert.deepEqual(world.complaints, [])
  })

  it('are kept on a device, read there without a network and without a key, and removed', async () => {
    const page = await world.page()
    await signUp(page, world.url, 'Olive Offline')
    await page.goto(world.url + course)
    const box = page.getByRole('region', { name: 'Reading without a network' })
    await box.getByText('Not kept on this device.').waitFor()
    await box.getByRole('button', { name: 'Keep it on this device' }).press('Enter')
    await box.getByText(/Kept on this device, as of \d+ \w+ \d{4}\./).waitFor()
    const active = async () => (await navigator.serviceWorker.ready).active?.state
    assert.match(await page.evaluate(active), /activat/)
    await sound(page, 'a course that is kept')
    const kept = await page.evaluate(async () => {
      const found = []
      for (const name of await caches.keys()) {
        for (const request of await (await caches.open(name)).keys()) {
          found.push([new URL(request.url).pathname, await (await caches.match(request)).text()])
        }
      }
      return found
    })
    const own = /^\/assets\/|^\/courses\/[^/]+\/(offline|pictures\/)/
    assert.deepEqual(kept.map(([address]) => address).filter((address) => !own.test(address)), [])
    const [, text] = kept.find(([address]) => address.endsWith('/offline'))
    assert.ok(!/Olive|csrf-token" content="[^"]|check-told|Right answer|<form[^>]+courses/.test(text))
    const first = await lessons(page).first().getAttribute('href')
    const complained = world.complaints.length

    await page.context().setOffline(true)
    await page.goto(`${world.url}${first}`)
    await page.getByText('The course as this device keeps it').waitFor()
    await page.getByText('Checks can be read here and are answered with a network alone').waitFor()
    assert.ok(await page.locator('.printed-lesson').count() >= 2)
    assert.equal(await page.locator('.check-card input, .check-card form').count(), 0)
    for (const picture of await page.locator('.diagram img').all()) {
      await picture.scrollIntoViewIfNeeded()
      await picture.evaluate((image) => image.decode())
    }
    assert.ok((await page.locator('main').evaluate((main) => getComputedStyle(main).maxWidth)) !== 'none')
    // What is below no course is not there.
    await assert.rejects(page.goto(`${world.url}/my`))
    await page.context().setOffline(false)
    world.complaints.length = complained

    await page.goto(world.url + course)
    await box.getByRole('button', { name: 'Remove it from this device' }).press('Enter')
    await box.getByText('Not kept on this device.').waitFor()
    assert.deepEqual(await page.evaluate(() => caches.keys()), [])
    assert.equal((await page.evaluate(() => navigator.serviceWorker.getRegistrations())).length, 0)
    assert.deepEqual(world.complaints, [])
  })

  it('are read without a script, and then nothing is offered to be kept', async () => {
    const page = await world.page({ javaScriptEnabled: false })
    await page.goto(world.url + course)
    assert.ok(await lessons(page).count() >= 2)
    assert.equal(await page.getByText('Keep it on this device').isVisible(), false)
  })
})
