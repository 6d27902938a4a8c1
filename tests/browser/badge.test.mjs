// A badge from both sides: its holder shows it around, a stranger checks it, with and without scripts.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { audit } from './lib/audit.mjs'
import { become, goToDay } from './lib/pages.mjs'
import { World } from './lib/world.mjs'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true }
let world
let holder
let stranger
/** Sam's badge: its address, and its number. */
let badge
let number

const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true })

/** Looks at a page as it is on a desktop and on a phone, in both themes. */
const sound = async (page, what) => assert.deepEqual(await audit(page), [], what)

describe('A badge', { concurrency: 1, timeout: 180_000 }, () => {
  before(async () => {
    world = await World.open({ today: '2025-10-20' })
    holder = await world.page({ permissions: ['clipboard-read', 'clipboard-write'] })
    stranger = await world.page(PHONE)
    await become(holder, world.url, 'Sam Holder')
    const link = holder.locator('a[href^="/credentials/"]').first()
    badge = world.url + await link.getAttribute('href')
    number = badge.split('/').pop()
  })
  after(() => world?.close())

  it('names its holder as long as they want it', async () => {
    await holder.goto(badge)
    await sound(holder, 'own badge')
    await stranger.goto(badge)
    await stranger.getByText('Awarded to its holder').waitFor()
    assert.equal(await stranger.locator('meta[name=robots]').getAttribute('content'), 'noindex')
    assert.equal(await stranger.getByText('Only you see this').count(), 0)

    await holder.getByRole('button', { name: 'Show my name on this badge' }).click()
    await holder.getByRole('button', { name: 'Hide my name' }).waitFor()
    await stranger.reload()
    await stranger.getByText('Awarded to Sam Holder').waitFor()
    assert.equal(await stranger.locator('meta[name=robots]').count(), 0)
    await sound(stranger, 'public badge')
  })

  it('is handed on by link, profile, picture and paper', async () => {
    await holder.getByRole('button', { name: 'Copy link' }).click()
    await holder.getByText('Copied.').waitFor()
    assert.equal(await holder.evaluate(() => navigator.clipboard.readText()), badge)
    const profile = new URL(await holder.getByRole('link', { name: 'Add to LinkedIn' }).getAttribute('href'))
    assert.equal(profile.origin + profile.pathname, 'https://www.linkedin.com/profile/add')
    assert.equal(profile.searchParams.get('certUrl'), badge)
    assert.equal(profile.searchParams.get('certId'), number)

    const [paper] = await Promise.all([
      holder.waitForEvent('download'), holder.getByRole('link', { name: 'Certificate (PDF)' }).click(),
    ])
    assert.match(paper.suggestedFilename(), /\.pdf$/)
    assert.equal((await readFile(await paper.path())).subarray(0, 5).toString(), '%PDF-')
    const preview = await holder.locator('meta[property="og:image"]').getAttribute('content')
    const picture = await holder.request.get(preview)
    assert.deepEqual([picture.status(), picture.headers()['content-type']], [200, 'image/png'])
  })

  it('shows its address to copy where there are no scripts', async () => {
    const page = await world.page({ ...PHONE, javaScriptEnabled: false })
    await page.goto(badge)
    assert.equal(await page.getByLabel('Link to this badge').inputValue(), badge)
    assert.equal(await page.getByRole('button', { name: 'Copy link' }).count(), 0)
  })

  it('is verified by its number, and the verdict has an address', async () => {
    await stranger.goto(`${world.url}/verify`)
    await sound(stranger, 'the form')
    await stranger.getByRole('button', { name: 'Verify the badge' }).click()
    await stranger.getByRole('alert').waitFor()
    assert.match(await stranger.title(), /^Error: /)
    await sound(stranger, 'the form with an error')
    await stranger.getByLabel('Link to the badge, or its number').fill(`  ${number} `)
    await stranger.getByRole('button', { name: 'Verify the badge' }).click()
    await heading(stranger, 'Genuine and active').waitFor()
    assert.equal(stranger.url(), `${world.url}/verify/${number}`)
    assert.match(await stranger.locator('.verdict-card').innerText(), /Held by\s+Sam Holder/)
    await sound(stranger, 'a verdict')
  })

  it('is told from others in a list', async () => {
    await stranger.goto(`${world.url}/verify/many`)
    await stranger.getByLabel('One link or number per line')
      .fill(`who,badge\nSam,${badge}\nBob,https://elsewhere.example/b/1\n`)
    await stranger.getByRole('button', { name: 'Check the badges' }).click()
    await stranger.getByText('1 of 2 are valid today').waitFor()
    await sound(stranger, 'a list')
    const [file] = await Promise.all([
      stranger.waitForEvent('download'), stranger.getByRole('button', { name: 'Download as CSV' }).click(),
    ])
    const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
    assert.equal(lines.length, 3)
    assert.match(lines[1], /,Active,2027-03-10,yes,Cloud Practitioner,Sam Holder,crd_/)
    assert.match(lines[2], /^https:\/\/elsewhere\.example\/b\/1,Not ours,/)
  })

  it('is grey and goes nowhere once it is over', async () => {
    await goToDay(stranger, '2027-06-01')
    await stranger.goto(badge)
    await stranger.getByText('Expired on 10 March 2027').first().waitFor()
    for (const name of ['Copy link', 'Certificate (PDF)', 'Add to LinkedIn']) {
      assert.equal(await stranger.getByText(name).count(), 0, name)
    }
    const grey = (element) => getComputedStyle(element).filter
    assert.equal(await stranger.locator('.badge-art img').evaluate(grey), 'grayscale(1)')
    assert.equal((await stranger.request.get(`${badge}.pdf`)).status(), 404)
    await sound(stranger, 'a badge that is over')
    await stranger.getByRole('link', { name: 'Verify this badge' }).click()
    await heading(stranger, 'Genuine, but expired on 10 March 2027').waitFor()
    await sound(stranger, 'a verdict about it')
    const loud = world.complaints.filter((text) => !text.includes('status of 422'))
    assert.deepEqual(loud, [], 'but for the empty form')
  })
})
