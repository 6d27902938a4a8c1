// A person's page acts: what follows is shown first, and whoever verifies elsewhere sees what was done.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { become, card } from './lib/pages.mjs'
import { badgeOf, elsewhere, soon } from './lib/verifier.mjs'
import { World } from './lib/world.mjs'

const SYSOPS = 'SysOps Administrator - Associate'

let world, page, person

before(async () => {
  world = await World.open()
  page = await world.page()
})
after(() => world?.close())

describe('A person\'s page', { timeout: 120_000 }, () => {
  it('withdraws with a reason what an independent verifier then refuses, and gives it back', async () => {
    await become(page, world.url, 'Ada Administrator')
    await page.goto(`${world.url}/admin/people?q=sam`)
    await page.getByRole('link', { name: 'Sam Holder' }).click()
    person = page.url()
    const href = await card(page, SYSOPS).getByRole('link', { name: 'Open the badge' }).getAttribute('href')
    const file = await badgeOf(world.url, href)
    assert.deepEqual(await elsewhere(world.url, file), { verified: true })

    await card(page, SYSOPS).getByRole('link', { name: 'Withdraw' }).click()
    await page.getByRole('heading', { name: 'What follows' }).waitFor()
    const button = page.getByRole('button', { name: `Withdraw ${SYSOPS} from Sam Holder` })
    await button.click()
    await page.getByText('Enter a reason: it is kept with what you do.').first().waitFor()
    await page.getByLabel(/Reason/).fill('Three questions were posted under this name.')
    await button.click()
    await page.getByText(`${SYSOPS} is withdrawn`).waitFor()
    const refused = await soon(page, () => elsewhere(world.url, file), (answer) => answer.verified === false)
    assert.match(refused.error, /revocation/)
    // The holder and the team are told why; the public is not.
    const seen = await (await fetch(`${world.url}${href}`, { headers: { accept: 'text/html' } })).text()
    assert.match(seen, /Revoked on/)
    assert.doesNotMatch(seen, /questions were posted/)

    await page.goto(person)
    await card(page, SYSOPS).getByRole('link', { name: 'Reinstate' }).click()
    await page.getByLabel(/Reason/).fill('The appeal was upheld.')
    await page.getByRole('button', { name: `Reinstate ${SYSOPS} for Sam Holder` }).click()
    await page.getByText(`${SYSOPS} is reinstated`).waitFor()
    // A place in the list that was taken back is never given back.
    const placeOf = (badge) => badge.credentialStatus.statusListIndex
    const anew = await soon(page, () => badgeOf(world.url, href), (badge) => placeOf(badge) !== placeOf(file))
    assert.deepEqual(await elsewhere(world.url, anew), { verified: true })
    assert.equal((await elsewhere(world.url, file)).verified, false, 'a file of before stays withdrawn')
  })

  it('suspends what an independent verifier then refuses, and gives it back in a fresh file', async () => {
    await page.goto(person)
    const href = await card(page, SYSOPS).getByRole('link', { name: 'Open the badge' }).getAttribute('href')
    const file = await badgeOf(world.url, href)
    assert.deepEqual(await elsewhere(world.url, file), { verified: true })
    await card(page, SYSOPS).getByRole('link', { name: 'Suspend' }).click()
    await page.getByRole('heading', { name: 'What follows' }).waitFor()
    await page.getByLabel(/Reason/).fill('The identity is in doubt.')
    await page.getByRole('button', { name: `Suspend ${SYSOPS} of Sam Holder` }).click()
    await page.getByText(`${SYSOPS} is suspended`).waitFor()
    await card(page, SYSOPS).getByText(/ask the body/).first().waitFor()
    assert.equal(await card(page, SYSOPS).getByText('Ways to renew').count(), 0)
    const refused = await soon(page, () => elsewhere(world.url, file), (answer) => answer.verified === false)
    assert.match(refused.error, /revocation/)
    const seen = await (await fetch(`${world.url}${href}`, { headers: { accept: 'text/html' } })).text()
    assert.match(seen, /Suspended by the body on/)
    assert.doesNotMatch(seen, /in doubt/)

    await page.goto(person)
    await card(page, SYSOPS).getByRole('link', { name: 'Reinstate' }).click()
    await page.getByLabel(/Reason/).fill('It was proved.')
    await page.getByRole('button', { name: `Reinstate ${SYSOPS} for Sam Holder` }).click()
    await page.getByText(`${SYSOPS} is reinstated`).waitFor()
    const placeOf = (badge) => badge.credentialStatus.statusListIndex
    const anew = await soon(page, () => badgeOf(world.url, href), (badge) => placeOf(badge) !== placeOf(file))
    assert.deepEqual(await elsewhere(world.url, anew), { verified: true })
    assert.equal((await elsewhere(world.url, file)).verified, false, 'a file of before stays taken back')
  })

  it('records a pass of elsewhere, after it said what it gives', async () => {
    await page.goto(person)
    await page.getByRole('link', { name: 'Record a pass' }).click()
    await page.getByLabel('Exam').selectOption('DOP-C02')
    await page.getByLabel('On the day').fill('2025-03-10')
    await page.getByRole('button', { name: 'Show what follows' }).click()
    await page.getByText('Not held').first().waitFor()
    await page.getByLabel(/Reason/).fill('The paper register, line 7.')
    await page.getByRole('button', { name: 'Record the pass for Sam Holder' }).click()
    await page.getByText('It is on record').waitFor()
    await card(page, 'DevOps Engineer - Professional').waitFor()
    assert.deepEqual(world.complaints.filter((text) => !/status of (409|422)/.test(text)), [])
  })
})
