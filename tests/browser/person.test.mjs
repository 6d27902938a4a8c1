// A person's page acts: what follows is shown first, and whoever verifies elsewhere sees what was done.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { become, card } from './lib/pages.mjs'
import { REPOSITORY } from './lib/server.mjs'
import { World } from './lib/world.mjs'

const VERIFIER = path.join(REPOSITORY, 'tests/oracle/verify.mjs')
const MACHINE = { headers: { accept: 'application/vc+ld+json' } }
const SYSOPS = 'SysOps Administrator - Associate'

let world, page, folder, person

/** What @digitalbazaar/vc says of a badge file, with the documents that are served now. */
async function elsewhere(badge) {
  const served = async (url) => (await fetch(world.url + new URL(url).pathname, MACHINE)).text()
  const files = {
    badge: JSON.stringify(badge),
    issuer: await served(badge.issuer.id),
    list: await served(badge.credentialStatus.statusListCredential),
  }
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, `${name}.json`), text)
  const [file, issuer, list] = Object.keys(files).map((name) => path.join(folder, `${name}.json`))
  // A day on which the badge is valid, whatever the clock of this machine says.
  const day = new Date(Date.parse(badge.validFrom) + 86_400_000).toISOString()
  return new Promise((resolve) => {
    execFile(process.execPath, [VERIFIER, file, issuer, day, list], (_, out) => resolve(JSON.parse(out)))
  })
}

/** Asks again until the badge's job was carried out. */
async function soon(ask, holds) {
  for (let turn = 0; turn < 40; turn += 1) {
    const answer = await ask()
    if (holds(answer)) return answer
    await page.reload()
  }
  return assert.fail('it never became so')
}

const badgeOf = async (href) => (await fetch(`${world.url}${href}.json`)).json()

before(async () => {
  world = await World.open()
  page = await world.page()
  folder = await mkdtemp(path.join(tmpdir(), 'assay-person-'))
})
after(async () => {
  await rm(folder, { recursive: true, force: true })
  await world?.close()
})

describe('A person\'s page', { timeout: 120_000 }, () => {
  it('withdraws with a reason what an independent verifier then refuses, and gives it back', async () => {
    await become(page, world.url, 'Ada Administrator')
    await page.goto(`${world.url}/admin/people?q=sam`)
    await page.getByRole('link', { name: 'Sam Holder' }).click()
    person = page.url()
    const href = await card(page, SYSOPS).getByRole('link', { name: 'Open the badge' }).getAttribute('href')
    const file = await badgeOf(href)
    assert.deepEqual(await elsewhere(file), { verified: true })

    await card(page, SYSOPS).getByRole('link', { name: 'Withdraw' }).click()
    await page.getByRole('heading', { name: 'What follows' }).waitFor()
    const button = page.getByRole('button', { name: `Withdraw ${SYSOPS} from Sam Holder` })
    await button.click()
    await page.getByText('Enter a reason: it is kept with what you do.').first().waitFor()
    await page.getByLabel(/Reason/).fill('Three questions were posted under this name.')
    await button.click()
    await page.getByText(`${SYSOPS} is withdrawn`).waitFor()
    const refused = await soon(() => elsewhere(file), (answer) => answer.verified === false)
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
    const anew = await soon(() => badgeOf(href), (badge) => placeOf(badge) !== placeOf(file))
    assert.deepEqual(await elsewhere(anew), { verified: true })
    assert.equal((await elsewhere(file)).verified, false, 'a file of before stays withdrawn')
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
