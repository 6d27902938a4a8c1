// Screenshots of the bank as people work in it: list, demand, writing, lint, review, versions, forms,
// booklet, practice analysis.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { become } from './pages.mjs'
import { REPOSITORY } from './server.mjs'
import {
  EVEN_OPTIONS, MANAGER, QUEUE_DRAFT, REVIEWERS, WRITER, answersBlind, decides, fillItem, send, takeIntoWork,
  worksOn,
} from './working.mjs'

const EXAM = 'SOA-C03'
const PICTURE = path.join(REPOSITORY, 'crates/web/assets/sample-network.svg')
/** Ten items on two forms of sixty-five: much is open. */
const OPEN = 'SOA-C02'
const DRAFT = { ...QUEUE_DRAFT, name: 'c03-queue-comes-back', skill: '1.2|1.2.1' }

/** The bank and its demand, and what is done with many items. */
async function bank(world, page, { shoot, pages }) {
  await become(page, world.url, MANAGER)
  await pages(world, page, { 'bank-not-in-work': `/admin/bank/${EXAM}` })
  for (const exam of [EXAM, OPEN]) await takeIntoWork(page, world.url, exam)
  for (const name of [WRITER, ...REVIEWERS]) await worksOn(page, world.url, name, EXAM)
  await pages(world, page, {
    'bank-people': '/admin/bank/people', 'bank-exams': '/admin/bank', 'bank-demand': `/admin/bank/${OPEN}`,
    'bank-list': `/admin/bank/${EXAM}?reads=any`,
  })
  const boxes = page.locator('input[type=checkbox][name=item]')
  for (const at of [0, 1, 2]) await boxes.nth(at).check()
  await page.getByText('Change many items').click()
  await page.locator('#many-change, [id$=many-change]').first().selectOption('add-tag')
  await page.getByLabel('Tag (optional)').fill('reads-policy')
  await page.getByLabel('Reason, for the audit log').fill('We count them by what they read.')
  await shoot(page, 'bank-many')
  await send(page, 'Change these items')
  await shoot(page, 'bank-many-done')
  await page.goto(`${world.url}/admin/bank/${EXAM}?reads=any`)
  await page.getByText('Change many items').click()
  await page.getByLabel(/^All \d+ items that this filter finds/).check()
  await page.locator('#many-change, [id$=many-change]').first().selectOption('add-tag')
  await page.getByLabel('Tag (optional)').fill('to-read')
  await page.getByLabel('Reason, for the audit log').fill('We count what there is to read.')
  await send(page, 'Change these items')
  await shoot(page, 'bank-many-found')
}

async function written(world, page, { shoot }) {
  await become(page, world.url, WRITER)
  await page.goto(`${world.url}/admin/bank/${EXAM}/write?pool=exam&skill=1.2.1`)
  await fillItem(page, DRAFT)
  await page.locator('#look').getByText('The key is much longer than every distractor').waitFor()
  await shoot(page, 'bank-writing')
  await page.locator('#look').scrollIntoViewIfNeeded()
  await send(page, 'Save the draft')
  const [item] = /itm_\w+/.exec(page.url())
  await send(page, 'Send to review')
  return item
}

/** A draft with a picture, a shared text and another language. */
async function illustrated(world, page, { shoot, pages }) {
  await page.goto(`${world.url}/admin/bank/${EXAM}/write?pool=exam&skill=1.2.1`)
  await fillItem(page, { ...DRAFT, name: 'c03-queue-with-a-picture', options: EVEN_OPTIONS })
  await page.getByLabel('Another picture').setInputFiles(PICTURE)
  await page.getByLabel('What it shows').fill('Two networks with a gateway between them')
  await send(page, 'Add the picture')
  await page.locator('#look img').first().waitFor()
  await shoot(page, 'bank-picture')
  await page.getByLabel('Or begin a new one, called').fill('case-shop')
  await send(page, 'Save the draft')
  const [item] = /itm_\w+/.exec(page.url())
  await page.getByRole('link', { name: 'Write “case-shop”' }).click()
  const text = '# A shop\n\nIts orders wait in a queue until a worker takes them.'
  await page.getByLabel('Text', { exact: true }).fill(text)
  await send(page, 'Save it for all its items')
  await page.locator('.item-preview').getByText('Its orders wait').waitFor()
  await shoot(page, 'bank-shared-text')
  await page.goto(`${world.url}/admin/bank/items/${item}/languages`)
  await page.getByLabel('Language tag').fill('de')
  await page.getByRole('textbox', { name: 'Situation and question' })
    .fill('Eine Warteschlange wächst, obwohl ihre Abnehmer Erfolg melden. Was tut die Technikerin zuerst?')
  await page.locator('#look [lang=de]').first().waitFor()
  await shoot(page, 'bank-language')
  await send(page, 'Save this language')
  await pages(world, page, { 'bank-shared-texts': `/admin/bank/${EXAM}/texts` })
}

async function reviewed(world, page, item, { shoot }) {
  await become(page, world.url, REVIEWERS[0])
  await page.goto(`${world.url}/admin/bank/work`)
  await shoot(page, 'bank-work')
  await send(page, `Take ${DRAFT.name}`)
  await shoot(page, 'bank-review-blind')
  await answersBlind(page, 'Raise the visibility', { remark: 'It is by far the longest.' })
  await page.getByLabel('Add a comment').fill('The key is three times as long as the others.')
  await send(page, 'Add it')
  await shoot(page, 'bank-review-rubric')
  await decides(page, 'Reject it', { no: ['give the key away'], why: 'A cue: the longest option.' })
  await become(page, world.url, WRITER)
  await page.goto(`${world.url}/admin/bank/items/${item}/write`)
  await fillItem(page, { stem: DRAFT.stem, key: DRAFT.key, skill: DRAFT.skill, options: EVEN_OPTIONS })
  await send(page, 'Send to review')
  await page.goto(`${world.url}/admin/bank/items/${item}?version=2&from=1`)
  await shoot(page, 'bank-versions')
}

async function looked(world, page, item, { shoot, pages }) {
  await become(page, world.url, MANAGER)
  await page.goto(`${world.url}/admin/bank/${EXAM}`)
  await page.locator('.list-table tbody a').nth(1).click()
  await shoot(page, 'bank-item')
  const { pathname } = new URL(page.url())
  await pages(world, page, {
    'bank-alike': `${pathname}/alike`,
    'bank-given': `${pathname}/given`,
    'bank-changes': '/admin/bank/changes',
  })
}

/** Forms, and the first page of a booklet as it is printed. */
async function forms(world, page, { shoot, folder }) {
  await page.goto(`${world.url}/admin/forms`)
  await page.getByLabel('Exam', { exact: true }).selectOption(EXAM)
  await page.getByLabel('Seed').fill('7')
  await page.getByRole('button', { name: 'Draw forms' }).click()
  await shoot(page, 'bank-forms')
  await page.getByRole('link', { name: /^SOA-C03-[C-Z]/ }).first().click()
  await shoot(page, 'bank-form')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download the booklet' }).click()
  const file = path.join(folder, 'bank-booklet.pdf')
  await (await download).saveAs(file)
  await promisify(execFile)('pdftoppm', ['-r', '70', '-l', '3', '-png', file, file.replace('.pdf', '')])
  await send(page, 'Ask for freezing')
  const { pathname } = new URL(page.url())
  await page.goto(`${world.url}/admin/forms/compare?form=SOA-C03-A&form=SOA-C03-B`)
  await shoot(page, 'bank-forms-compared')
  await become(page, world.url, 'Ada Administrator')
  await page.goto(`${world.url}${pathname}`)
  await send(page, 'Freeze')
  await become(page, world.url, MANAGER)
  await page.goto(`${world.url}${pathname}`)
  await page.getByText('Enter a panel’s cut').click()
  await shoot(page, 'bank-form-frozen')
}

async function analysis(world, page, { shoot }) {
  await become(page, world.url, 'Ada Administrator')
  await page.goto(`${world.url}/admin/analyses`)
  await page.getByLabel('Outline of').selectOption(EXAM)
  await page.getByLabel('Title').fill('What operators do')
  await page.getByLabel('Last day of answering').fill('2025-12-01')
  await page.getByRole('button', { name: 'Make the study' }).click()
  await page.getByLabel('Name of the expert').fill('Asha')
  await page.getByLabel('What they do, and where').fill('Runs forty accounts')
  await page.getByRole('button', { name: 'Make a link for them' }).click()
  const link = new URL(await page.locator('#expert-link').inputValue()).pathname
  await shoot(page, 'bank-analysis')
  await page.goto(`${world.url}${link}/1`)
  await shoot(page, 'bank-analysis-questions')
}

/** All of it, one after the other. */
export async function bankShots(world, page, tools) {
  await bank(world, page, tools)
  const item = await written(world, page, tools)
  await illustrated(world, page, tools)
  await reviewed(world, page, item, tools)
  await looked(world, page, item, tools)
  await forms(world, page, tools)
  await analysis(world, page, tools)
}
