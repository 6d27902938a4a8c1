// A change of the programme: one administrator plans and proposes it, another applies it, holders are told.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { become, card, goToDay, proposeChange, withdrawChange } from './lib/pages.mjs'
import { World } from './lib/world.mjs'

const EXTEND = 'Six months more for everyone'
const RETIRE = 'DevOps Engineer no longer renews those below it'
let world

const text = async (locator) => (await locator.innerText()).replace(/\s+/g, ' ')
const main = (page) => text(page.locator('main'))

async function preview(page, title) {
  await page.goto(`${world.url}/admin/changes`)
  await page.getByRole('link', { name: `Preview: ${title}` }).click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
}

async function propose(page, title, reason) {
  await preview(page, title)
  return proposeChange(page, reason)
}

/** Whether the administration's list says that a change waits. */
async function waits(page) {
  await page.goto(`${world.url}/admin/changes`)
  return /A change is waiting for a second person/.test(await main(page))
}

describe('A change of the programme', { concurrency: 1, timeout: 120_000 }, () => {
  let page
  let path
  before(async () => {
    world = await World.open({ today: '2025-09-20' })
    page = await world.page()
    await become(page, world.url, 'Ada Administrator')
  })

  it('is planned before anything changes: whom it touches, and what each of them reads', async () => {
    await preview(page, EXTEND)
    const shown = await main(page)
    assert.match(shown, /nothing is stored and nobody is told/)
    assert.match(shown, /nobody is worse off and 3 are only better off/)
    assert.ok(shown.indexOf('For the worse') < shown.indexOf('For the better'), 'worse before better')
    assert.match(shown, /Sam Holder SysOps Administrator - Associate Ends later .* to 10 September 2027/)
    assert.match(shown, /Noa Nearly .*12 October 2025 to 12 April 2026/)
    assert.match(shown, /Pat Professional .*5 November 2027 to 5 May 2028/)
    await page.getByText('One file changes').click()
    assert.match(await main(page), /\+\[\[amendment\]\] \+on = 2025-10-01/)
    assert.equal(await waits(page), false, 'looking proposes nothing')
  })

  it('is proposed with a reason only', async () => {
    await preview(page, EXTEND)
    await page.getByRole('button', { name: 'Propose this change' }).click()
    await page.getByRole('alert').getByText('Enter a reason').waitFor()
    assert.match(await page.title(), /^Error: /)
    assert.equal(await waits(page), false, 'nothing was proposed')
    path = await propose(page, EXTEND, 'Test centres are closed.')
    const proposed = /Proposed by Ada Administrator really on .* Test centres are closed\. Ada Administrator/
    assert.match(await main(page), proposed)
    await preview(page, EXTEND)
    assert.match(await main(page), /One change at a time/)
  })

  it('lists the people by what happens to them, by certification and by name', async () => {
    await page.goto(world.url + path)
    await page.getByLabel('Name or e-mail address').fill('noa')
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.waitForURL(/q=noa/)
    assert.equal(await page.locator('#people tbody tr').count(), 1)
    assert.match(await text(page.locator('#people')), /Noa Nearly/)
    await page.goto(`${world.url}${path}?certification=dop`)
    assert.match(await text(page.locator('#people')), /1 to 1 of 1/)
    const csv = await (await page.request.get(`${world.url}${path}/people.csv?kind=ends_later`)).text()
    assert.equal(csv.trim().split('\r\n').length, 6, csv)
    const plan = await (await page.request.get(`${world.url}${path}/plan.json`)).json()
    assert.equal(plan.impact.touched, 3)
  })

  it('is not applied by whoever proposed it', async () => {
    await page.goto(world.url + path)
    assert.match(await main(page), /Somebody else on the team has to look at it/)
    assert.equal(await page.getByRole('button', { name: /^Apply/ }).count(), 0)
    const csrf = await page.locator('main input[name=csrf]').first().inputValue()
    const forced = await page.request.post(`${world.url}${path}/apply`, {
      form: { csrf }, headers: { origin: world.url },
    })
    assert.equal(forced.status(), 403)
    assert.match(await forced.text(), /Somebody else has to apply this/)
  })

  it('is applied by a second person, and holders see the new date, its reason and a message', async () => {
    await become(page, world.url, 'Ben Board')
    await page.goto(world.url + path)
    assert.match(await main(page), /Test centres are closed\. Ada Administrator/)
    await page.getByLabel('Your reason').fill('Read twice.')
    await page.getByRole('button', { name: 'Apply and tell 3 people' }).click()
    await page.getByText('Everybody it affects is being told').waitFor()
    assert.match(await main(page), /Applied by Ben Board really on .* Read twice\. Ben Board/)
    await page.goto(`${world.url}/admin/changes`)
    assert.match(await text(page.locator('#versions')), /2 .*Ada Administrator Ben Board/)
    await become(page, world.url, 'Noa Nearly')
    await page.goto(`${world.url}/my/messages`)
    assert.match(await main(page), /12 October 2025 to 12 April 2026/)
    await goToDay(page, '2025-10-13')
    await page.goto(`${world.url}/my`)
    const sysops = card(page, 'SysOps Administrator')
    assert.match(await text(sysops), /Active until 12 April 2026/)
    await sysops.getByText('Why this status and this date').click()
    assert.match(await text(sysops), /Test centres are closed/)
    // The signed badge follows on the amendment's own day.
    const badge = await sysops.getByRole('link', { name: 'Open the badge' }).getAttribute('href')
    const followed = async (url) => (await (await fetch(url)).json()).validUntil === '2026-04-12T23:59:59Z'
    await page.waitForFunction(followed, `${badge}.json`, { polling: 250 })
  })

  it('explains a person on any day, and what was known before the change', async () => {
    await become(page, world.url, 'Ada Administrator')
    await page.goto(`${world.url}/admin/people?q=noa`)
    await page.getByRole('link', { name: 'Noa Nearly' }).click()
    await page.getByRole('link', { name: /Explain another day/ }).click()
    await page.getByRole('heading', { name: 'Every decision about Noa Nearly' }).waitFor()
    assert.match(await main(page), /judged by version 2/)
    await page.getByLabel('By what was known at').fill('2024-01-01T09:00')
    await page.getByRole('button', { name: 'Explain' }).click()
    await page.getByText('Today the answer is different').waitFor()
    assert.match(await main(page), /judged by version 1/)
    await page.goto(`${page.url().split('?')[0]}?as_of=nonsense`)
    assert.match(await main(page), /Enter a day like 2026-03-12/)
  })

  it('asks for a look at whom it makes worse off, and is withdrawn with a reason', async () => {
    const proposed = await propose(page, RETIRE, 'One way less to keep.')
    const shown = await main(page)
    assert.match(shown, /can no longer be renewed/)
    assert.match(shown, /Sam Holder SysOps Administrator - Associate Can no longer renew/)
    await become(page, world.url, 'Ben Board')
    await page.goto(world.url + proposed)
    await page.getByRole('button', { name: /^Apply and tell/ }).click()
    await page.getByRole('alert').getByText('Look at who is worse off').waitFor()
    await become(page, world.url, 'Ada Administrator')
    await page.goto(world.url + proposed)
    await withdrawChange(page, '')
    await page.getByRole('alert').getByText('Enter a reason').waitFor()
    await page.getByLabel('Why it is withdrawn').fill('It takes the only way from Sam.')
    await page.getByRole('button', { name: 'Withdraw this proposal' }).click()
    await page.getByText('nothing was changed').waitFor()
    assert.match(await main(page), /It takes the only way from Sam\. Ada Administrator/)
    await page.goto(`${world.url}/admin/changes`)
    assert.match(await text(page.locator('#past')), new RegExp(`${RETIRE} .*Withdrawn`))
  })

  it('is nobody else\'s business', async () => {
    await become(page, world.url, 'Sam Holder')
    for (const address of ['/admin/changes', path, `${path}/plan.json`, `${path}/people.csv`]) {
      const refused = await page.request.get(world.url + address)
      assert.ok([403, 404].includes(refused.status()), `${address}: ${refused.status()}`)
    }
    await page.goto(`${world.url}/my/explanation`)
    assert.match(await main(page), /Every decision about Sam Holder/)
  })

  after(async () => {
    const complaints = world.complaints.filter((text) => !/403|422/.test(text))
    await world.close()
    assert.deepEqual(complaints, [])
  })
})
