// The announcement's story: SysOps Administrator becomes CloudOps Engineer, told through the pages.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { answerAll, onQuestion, saveState, submit } from './lib/exam.mjs'
import { become, card, goToDay, register, registrationPage, resultShown, startExam } from './lib/pages.mjs'
import { World } from './lib/world.mjs'

let world
let page

/** What a certification's card or row says, its fold opened. */
const cardText = async (title) => {
  await card(page, title).evaluate((found) => {
    const above = (fold) => fold.parentElement.closest('details')
    for (let fold = found.closest('details'); fold; fold = above(fold)) fold.open = true
  })
  return (await card(page, title).innerText()).replace(/\s+/g, ' ')
}

describe('From SysOps Administrator to CloudOps Engineer', { concurrency: 1, timeout: 180_000 }, () => {
  before(async () => {
    world = await World.open({ canaries: true })
    page = await world.page()
  })
  after(() => world?.close())

  it('lets a newcomer choose between both exams on 20 September 2025', async () => {
    await become(page, world.url, 'Noor Newcomer')
    const old = await registrationPage(page, world.url, 'SOA-C02')
    assert.match(old, /You can sit it from 20 September 2025 until 29 September 2025/)
    assert.match(await registrationPage(page, world.url, 'SOA-C03'), /You can sit it from 30 September 2025/)
    await register(page, world.url, 'SOA-C02')
    await register(page, world.url, 'SOA-C03')
    const exam = (code) => page.locator('article.card').filter({ hasText: code })
    await exam('SOA-C02').getByRole('link', { name: 'Start SOA-C02…' }).waitFor()
    assert.equal(await exam('SOA-C03').getByRole('link', { name: 'Start SOA-C03…' }).count(), 0)
    assert.match(await exam('SOA-C03').innerText(), /30 September 2025/)
  })

  it('withdraws the registration, and offers only SOA-C03 on 30 September 2025', async () => {
    for (const code of ['SOA-C02', 'SOA-C03']) {
      const exam = page.locator('article.card').filter({ hasText: code })
      await exam.getByRole('link', { name: 'Withdraw registration…' }).click()
      await page.getByRole('link', { name: 'Keep it' }).click()
      await exam.getByRole('link', { name: 'Withdraw registration…' }).click()
      await page.getByRole('button', { name: 'Withdraw registration' }).click()
      await page.getByText(`Your registration for ${code} is withdrawn`).waitFor()
      if (code === 'SOA-C02') {
        await page.getByRole('button', { name: 'Undo' }).click()
        await exam.getByRole('link', { name: 'Withdraw registration…' }).click()
        await page.getByRole('button', { name: 'Withdraw registration' }).click()
      }
      await exam.waitFor({ state: 'detached' })
    }
    await goToDay(page, '2025-09-30')
    const refused = await registrationPage(page, world.url, 'SOA-C02')
    assert.match(refused, /You cannot register for it today/)
    assert.match(refused, /29 September 2025/)
    assert.equal(await page.getByRole('button', { name: 'Register for SOA-C02' }).count(), 0)
    await page.getByRole('link', { name: 'See SOA-C03' }).click()
    await page.getByRole('button', { name: 'Register for SOA-C03' }).click()
    await page.waitForURL(/\/my\/exams$/)
    await page.getByRole('link', { name: 'Start SOA-C03…' }).waitFor()
  })

  it('tells who failed too late that the retake wait crosses the cut, and what is open instead', async () => {
    await goToDay(page, '2025-09-20')
    await become(page, world.url, 'Finn Failed')
    const refused = await registrationPage(page, world.url, 'SOA-C02')
    assert.match(refused, /You cannot register for it today/)
    assert.match(refused, /16 September 2025/, 'says which attempt')
    assert.match(refused, /30 September 2025/, 'says when the wait ends')
    assert.match(refused, /29 September 2025/, 'says what the last day is')
    await page.getByRole('link', { name: 'See SOA-C03' }).click()
    await page.getByRole('button', { name: 'Register for SOA-C03' }).waitFor()
  })

  it('lets a SysOps holder sit SOA-C03 and pass', async () => {
    await become(page, world.url, 'Sam Holder')
    assert.match(await cardText('SysOps Administrator'), /Until 10 March 2027/)
    await goToDay(page, '2025-10-20')
    await register(page, world.url, 'SOA-C03')
    await startExam(page, world.url, 'SOA-C03')
    await answerAll(page, { items: 65, flag: [7, 40], by: (number) => (number % 2 ? 'keys' : 'click') })
    assert.match(await page.locator('.review-counts').innerText(), /65 answered, 0 not answered, 2 flagged/)
    await page.getByRole('button', { name: 'Question 40, answered, flagged' }).click()
    await onQuestion(page, 40)
    await page.keyboard.press('r')
    await saveState(page, 'saved')
    await submit(page)
    assert.equal(await resultShown(page), 'You passed')
    const note = await page.locator('.verdict-note').innerText()
    const [, score, cut] = /SOA-C03 on 20 October 2025: (\d+) of 1000; (\d+) was needed/.exec(note) ?? []
    assert.equal(cut, '720')
    assert.ok(score >= 720 && score <= 1000, note)
    const domains = page.getByRole('table', { name: 'By domain' }).locator('tbody tr')
    assert.equal(await domains.count(), 5)
    const verdict = /(\d+) of \1[\s\S]*(Above|Near|Too few to tell)/
    for (const row of await domains.allInnerTexts()) assert.match(row, verdict)
  })

  it('shows two badges with dates of their own', async () => {
    await page.getByRole('link', { name: 'See my certifications' }).click()
    await card(page, 'CloudOps Engineer').getByRole('link', { name: 'Open the badge' }).waitFor()
    assert.match(await cardText('SysOps Administrator'), /Until 10 March 2027/)
    assert.match(await cardText('CloudOps Engineer'), /Until 20 October 2028/)
    assert.match(await cardText('SysOps Administrator'), /earned 10 March 2024/)
    assert.match(await cardText('CloudOps Engineer'), /earned 20 October 2025/)
  })

  it('proves the badge by link, JSON and baked pictures, and refuses a changed character', async () => {
    await card(page, 'CloudOps Engineer').getByRole('link', { name: 'Open the badge' }).click()
    const badge = page.url()
    await page.getByRole('link', { name: 'Verify this badge' }).click()
    await page.getByRole('heading', { name: 'Genuine and active', level: 1 }).waitFor()
    assert.match(page.url(), /\/verify\/crd_/, 'a verdict has an address of its own')

    const download = async (name) => {
      await page.goto(badge)
      await page.getByText('For machines').click()
      const [file] = await Promise.all([
        page.waitForEvent('download'), page.getByRole('link', { name }).click(),
      ])
      return { name: file.suggestedFilename(), buffer: await readFile(await file.path()) }
    }
    const verdictOf = async (hand) => {
      await page.goto(`${world.url}/verify`)
      await hand()
      await page.getByRole('button', { name: 'Verify the badge' }).click()
      return page.locator('.verdict-text').innerText()
    }
    const upload = (file, mimeType) =>
      verdictOf(() => page.getByLabel("The badge's file").setInputFiles({ ...file, mimeType }))
    const png = await download('Download badge (PNG)')
    const svg = await download('Picture with the credential inside')
    assert.match(png.name, /\.png$/)
    assert.match(svg.name, /\.svg$/)
    assert.equal(await upload(png, 'image/png'), 'Genuine and active')
    assert.equal(await upload(svg, 'image/svg+xml'), 'Genuine and active')

    const signed = await (await page.request.get(`${badge}.json`)).text()
    const paste = (text) => verdictOf(async () => {
      await page.getByText('Paste the credential as text').click()
      await page.getByLabel("The badge's JSON").fill(text)
    })
    assert.equal(await paste(signed), 'Genuine and active')
    const changed = signed.replace('CloudOps Engineer', 'CloudOps engineer')
    assert.notEqual(changed, signed)
    assert.equal(await paste(changed), 'Not genuine')
    assert.match(await page.locator('.check.tone-bad').innerText(), /Signature/)
  })

  it('renews both when the holder earns DevOps Engineer - Professional', async () => {
    await goToDay(page, '2027-02-01')
    await register(page, world.url, 'DOP-C02')
    await startExam(page, world.url, 'DOP-C02')
    await answerAll(page, { items: 10, by: () => 'keys' })
    await submit(page)
    assert.equal(await resultShown(page), 'You passed')
    await page.goto(`${world.url}/my`)
    for (const title of ['SysOps Administrator', 'CloudOps Engineer', 'DevOps Engineer']) {
      assert.match(await cardText(title), /Until 1 February 2030/, title)
    }
    for (const title of ['SysOps Administrator', 'CloudOps Engineer']) {
      await card(page, title).getByText('Why this status and this date').click()
      assert.match(await cardText(title), /1 February 2027[\s\S]*DevOps Engineer - Professional/, title)
    }
  })

  it('does not bring back what ran out the day before', async () => {
    await goToDay(page, '2025-10-12')
    await become(page, world.url, 'Noa Nearly')
    assert.match(await cardText('SysOps Administrator'), /Ends on 12 October 2025/)
    await goToDay(page, '2025-10-13')
    assert.match(await cardText('SysOps Administrator'), /Expired on 12 October 2025/)
    await register(page, world.url, 'DOP-C02')
    await startExam(page, world.url, 'DOP-C02')
    await answerAll(page, { items: 10 })
    await submit(page)
    assert.equal(await resultShown(page), 'You passed')
    await page.goto(`${world.url}/my`)
    assert.match(await cardText('DevOps Engineer'), /Until 13 October 2028/)
    assert.match(await cardText('SysOps Administrator'), /Expired on 12 October 2025/)
  })

  it('does all this without an error on the console', () => assert.deepEqual(world.complaints, []))
})
