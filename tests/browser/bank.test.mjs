// The bank, told as it is worked in: a writer drafts, lint speaks up, a reviewer answers blind and rejects,
// the author revises, two accept, a manager puts it to use; an edit makes version 2 and a running sitting
// keeps 1.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { onQuestion, shownQuestion } from './lib/exam.mjs'
import { Looking } from './lib/looking.mjs'
import { become, register, startExam } from './lib/pages.mjs'
import { pageRoutes } from './lib/routes.mjs'
import {
  EVEN_OPTIONS, LONG_KEY, MANAGER, QUEUE_DRAFT, REVIEWERS, WRITER, answersBlind, decides, fillItem, send,
  takeIntoWork, worksOn,
} from './lib/working.mjs'
import { World } from './lib/world.mjs'

const EXAM = 'DOP-C02'
const NAME = 'dop-queue-comes-back'
const CASE = 'case-queue'
const WORK = '/admin/bank/work'
const ROLES = { writer: WRITER, reviewer: REVIEWERS[0], second: REVIEWERS[1], manager: MANAGER }
const DRAFT = { ...QUEUE_DRAFT, name: NAME }

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60"><path d="M0 60L120 0"/></svg>'

/** Adds a picture to what is written. */
async function addsPicture(page, name, text, words) {
  const type = 'application/octet-stream'
  await page.getByLabel('Another picture').setInputFiles({ name, mimeType: type, buffer: Buffer.from(text) })
  await page.getByLabel('What it shows').fill(words)
  await send(page, 'Add the picture')
}

let world
let item
let reviewed
let looking
const as = {}

/** The item's version and state, as its page says. */
async function stands(page, words) {
  await page.goto(`${world.url}/admin/bank/items/${item}`)
  const told = await page.locator('.page-header .page-actions').innerText()
  assert.ok(words.every((word) => told.includes(word)), `${words}: ${await page.locator('main').innerText()}`)
}

describe('The bank', { concurrency: 1, timeout: 240_000 }, () => {
  before(async () => {
    world = await World.open()
    for (const [role, name] of Object.entries(ROLES)) {
      as[role] = await world.page()
      await become(as[role], world.url, name)
    }
    as.candidate = await world.page()
    await become(as.candidate, world.url, 'Sam Holder')
    looking = new Looking(world.url, as, pageRoutes())
  })
  after(() => world?.close())

  it('comes out of the files into work, while somebody sits its exam', async () => {
    await register(as.candidate, world.url, EXAM)
    await startExam(as.candidate, world.url, EXAM)
    await looking.at('manager', ['/admin/bank', `/admin/bank/${EXAM}`])
    await takeIntoWork(as.manager, world.url, EXAM)
    for (const name of [WRITER, ...REVIEWERS]) await worksOn(as.manager, world.url, name, EXAM)
    await looking.now('manager', 'who works where')
    await looking.at('manager', [
      `/admin/bank/${EXAM}`, `/admin/bank/${EXAM}/practice`, `/admin/bank/${EXAM}/practice/release`,
    ])
  })

  it('is written in: the preview follows, and lint finds the cue', async () => {
    const page = as.writer
    await page.goto(`${world.url}/admin/bank/${EXAM}/write`)
    const skill = await page.getByLabel('Skill', { exact:
        true }).locator('option').nth(1).getAttribute('value')
    await fillItem(page, { ...DRAFT, skill })
    await page.locator('#look .item-plain').getByText(LONG_KEY).waitFor()
    await page.locator('#look').getByText('The key is much longer than every distractor').waitFor()
    await page.getByLabel('Practice, with feedback').check()
    await page.locator('.item-told').getByText('It loses the messages that wait.').waitFor()
    await looking.now('writer', 'an item being written')
    await send(page, 'Save the draft')
    await page.getByText('Nobody but you and bank managers sees it').waitFor()
    item = /itm_\w+/.exec(page.url())[0]
    await looking.now('writer', 'a saved draft')
    await page.getByRole('link', { name: 'Write it as a file' }).click()
    await page.locator('.item-file').waitFor()
    await looking.now('writer', 'a draft as its file')
    await page.getByRole('link', { name: 'Write it as a form' }).click()
    await addsPicture(page, 'Queue depth.svg', SVG, 'A line that climbs all day')
    await page.locator('#look .item-plain').getByAltText('A line that climbs all day').waitFor()
    const shown = await page.locator('#look .item-plain img').evaluate(async (image) => {
      await image.decode()
      return image.naturalWidth
    })
    assert.equal(shown, 120)
    await looking.now('writer', 'a draft with a picture')
    await page.getByLabel('Or begin a new one, called').fill(CASE)
    await send(page, 'Save the draft')
    await page.getByRole('link', { name: `Write “${CASE}”` }).click()
    await page.getByLabel('Text', { exact: true }).fill('# A shop\n\nIts orders wait in a queue.')
    await send(page, 'Save it for all its items')
    await page.getByText('Saved in each of its items').waitFor()
    await page.locator('.item-preview').getByText('Its orders wait in a queue.').waitFor()
    await looking.now('writer', 'a shared text')
    await page.goto(`${world.url}/admin/bank/items/${item}/languages`)
    await page.getByLabel('Language tag').fill('ar')
    await page.getByRole('textbox', { name: 'Situation and question' }).fill('ماذا يفعل المهندس أولاً؟')
    await page.locator('#look [lang=ar][dir=rtl]').first().waitFor()
    await looking.now('writer', 'an item in another language')
    await send(page, 'Save this language')
    await page.locator('#look').getByText('Not whole').waitFor()
    await looking.at('writer', [`/admin/bank/${EXAM}/texts`])
    await looking.at('writer', [`/admin/bank/items/${item}/languages?language=ar`])
    await page.goto(`${world.url}/admin/bank/items/${item}/write`)
    await addsPicture(page, 'page.html', '<html></html>', 'Nothing')
    await page.getByRole('alert').getByText('This file is no picture').waitFor()
    await looking.now('writer', 'a picture that is none')
    await page.goto(`${world.url}/admin/bank/items/${item}/write`)
    await send(page, 'Send to review')
    await stands(page, ['In review', 'version 1'])
    await looking.now('writer', 'an item in review')
  })

  it('is answered blind by a reviewer, who rejects', async () => {
    const page = as.reviewer
    await page.goto(world.url + WORK)
    await looking.now('reviewer', 'what is free')
    await send(page, `Take ${NAME}`)
    await page.getByRole('heading', { name: '1. Answer it first' }).waitFor()
    await page.getByAltText('A line that climbs all day').waitFor()
    await page.getByText('Its orders wait in a queue.').first().waitFor()
    const secret = await page.content()
    assert.ok(!secret.includes('It loses the messages that wait.'), 'no reason is in the page')
    await looking.now('reviewer', 'a blind answer')
    await send(page, 'Answer and see the key')
    await page.getByRole('alert').waitFor()
    await looking.now('reviewer', 'no answer')
    await answersBlind(page, 'Raise the visibility', { remark: 'It is by far the longest.' })
    await page.getByText('Agrees with the key').waitFor()
    await looking.now('reviewer', 'the key')
    await page.getByLabel('Add a comment').fill('The key is three times as long as the others.')
    await send(page, 'Add it')
    await decides(page, 'Reject it', { no: ['give the key away'], why: 'A cue: the longest option.' })
    await page.getByText('You rejected it: A cue').waitFor()
    await looking.now('reviewer', 'a rejected item')
  })

  it('is revised, and accepted by two', async () => {
    reviewed = item
    await stands(as.writer, ['Draft', 'version 1'])
    await as.writer.getByRole('link', { name: 'Write on it' }).click()
    const { stem, key } = DRAFT
    const skill = await as.writer.getByLabel('Skill', { exact: true }).inputValue()
    await fillItem(as.writer, { stem, key, skill, options: EVEN_OPTIONS })
    await send(as.writer, 'Send to review')
    await stands(as.writer, ['In review', 'version 2'])
    await as.writer.getByRole('link', { name: 'with version 1' }).click()
    await as.writer.locator('.difference ins').first().waitFor()
    await looking.now('writer', 'the difference between versions')
    await as.reviewer.goto(`${world.url}/admin/bank/review/${item}`)
    await answersBlind(as.reviewer, 'Raise the visibility')
    await as.reviewer.getByRole('heading', { name: 'What changed since you reviewed version 1' }).waitFor()
    await decides(as.reviewer, 'Accept it')
    await as.reviewer.getByText('1 comment is open').waitFor()
    await as.reviewer.getByLabel('What was done').fill('All four are of a length now.')
    await send(as.reviewer, 'Settle it')
    await decides(as.reviewer, 'Accept it')
    await as.second.goto(world.url + WORK)
    await send(as.second, `Take ${NAME}`)
    await answersBlind(as.second, 'Raise the visibility', { sure: 'Certain' })
    await decides(as.second, 'Accept it')
    await stands(as.manager, ['Accepted', 'version 2'])
  })

  it('is put to use by a manager', async () => {
    const page = as.manager
    await page.getByText('Put it to another use').click()
    await page.getByLabel('Pretest').check()
    await page.locator('form[action$="/use"]').getByLabel('Reason').fill('It is tried out first.')
    await send(page, 'Put it to this use')
    await stands(page, ['Pretest', 'version 2'])
    await looking.now('manager', 'an item in use')
  })

  it('shows what a filter finds before a manager changes all of it', async () => {
    const page = as.manager
    await page.goto(`${world.url}/admin/bank/${EXAM}?state=pretest`)
    await looking.now('manager', 'a list of items with what is done with many')
    const many = page.locator('details').filter({ hasText: 'Change many items' })
    if (await many.getAttribute('open') === null) await many.locator('summary').click()
    await page.getByLabel('The one item that the list finds').check()
    await page.getByLabel('What to do').selectOption('add-tag')
    await page.getByLabel('Tag (optional)').fill('tried-out')
    await page.getByLabel('Reason, for the audit log').fill('We count what is tried out.')
    await send(page, 'Change these items')
    await page.getByRole('heading', { name: 'What would be changed' }).waitFor()
    await page.getByText('State: Pretest: this finds 1 item. Nothing is changed yet.').waitFor()
    await looking.now('manager', 'what would be changed')
    await send(page, 'Change 1 item')
    await page.getByText('1 of 1 were changed').waitFor()
    await send(page, 'Take it back')
    await stands(page, ['Pretest'])
    await page.goto(`${world.url}/admin/bank/items/${item}/given`)
    await page.getByText('Nobody was given it yet').waitFor()
    await looking.now('manager', 'how an item was answered')
  })

  it('is edited: version 2 waits for review, and the running sitting keeps version 1', async () => {
    const { stem: sitting } = await shownQuestion(as.candidate)
    const page = as.manager
    await page.goto(`${world.url}/admin/bank/${EXAM}?state=scored`)
    const rows = page.locator('.list-table tbody tr')
    const begins = await rows.locator('.item-title').allInnerTexts()
    const sat = sitting.replace(/\s+/g, ' ')
    const plain = (words) => words.slice(0, 40).replace(/\s+/g, ' ').replaceAll('`', '')
    const at = begins.findIndex((words) => sat.includes(plain(words)))
    assert.ok(at >= 0, `${sat.slice(0, 80)} is one of the list`)
    await rows.nth(at).getByRole('link').click()
    const [scored] = /itm_\w+/.exec(page.url())
    await page.getByRole('link', { name: 'Write on it' }).click()
    const stem = page.getByLabel('Situation and question')
    await stem.fill(`On a Monday: ${await stem.inputValue()}`)
    await page.getByLabel('What this version is for').fill('A day makes it clearer.')
    await send(page, 'Save the draft')
    item = scored
    await stands(page, ['Revised', 'version 2'])
    await page.getByText('version 1, scored').waitFor()
    await as.candidate.reload()
    await onQuestion(as.candidate, 1)
    assert.equal((await shownQuestion(as.candidate)).stem, sitting, 'what is sat is what was applied')
  })

  it('has pages that everybody of the bank can read', { timeout: 120_000 }, async () => {
    const review = `/admin/bank/review/${reviewed}`
    const seeds = ['/admin/bank', WORK, `/admin/bank/${EXAM}`, `/admin/bank/${EXAM}/write`, review]
    const wrong = []
    for (const role of ['writer', 'reviewer', 'manager']) wrong.push(...await looking.everyPage(role, seeds))
    assert.deepEqual(wrong, [])
    const forgotten = looking.routes.filter(({ route }) => route.startsWith('/admin/bank'))
      .flatMap(({ route, pattern, roles }) => ['writer', 'reviewer', 'manager']
        .filter((role) => roles.has(role) && ![...looking.opened[role]].some((address) =>
            pattern.test(address)))
        .map((role) => `${route} as ${role}`))
    assert.deepEqual(forgotten, [])
    const asked = /the server responded with a status of (404|422|409)/
    assert.deepEqual(world.complaints.filter((text) => !asked.test(text)), [])
  })
})
