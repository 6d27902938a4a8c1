// The bank as those who work in it use it: taken into work, written in, reviewed.

export const WRITER = 'Wren Writer'
export const REVIEWERS = ['Rio Reviewer', 'Romy Reader']
export const MANAGER = 'Mona Manager'

/** The right option of the draft, much longer than the others. */
export const LONG_KEY =
  'Raise the visibility timeout of the queue above the time that a consumer takes for one message.'
/** What a writer drafts, and what the rules have something to say about. */
export const QUEUE_DRAFT = {
  stem: 'A queue of a company grows while its consumers report success. What should the engineer do first?',
  key: 'B',
  options: {
    A: ['Delete the queue.', 'It loses the messages that wait.'],
    B: [LONG_KEY, 'Right: messages come back before their consumers are done with them.'],
    C: ['Add a second queue.', 'It would grow for the same reason.'],
    D: ['Turn on encryption.', 'Nothing in the stem asks for it.'],
  },
}
const even = {
  A: 'Delete the queue and have the producers send every message once more.',
  B: 'Raise the visibility timeout above the time that one message takes.',
  C: 'Add a second queue and have the producers send to both in turn.',
  D: 'Turn on encryption of the queue with a key of the own account.',
}
/** Its options once they are mended: all of one length. */
export const EVEN_OPTIONS = Object.fromEntries(
  Object.entries(even).map(([letter, text]) => [letter, [text, QUEUE_DRAFT.options[letter][1]]]),
)

/** Takes the bank of an exam version out of the programme's files into work. */
export async function takeIntoWork(page, url, exam) {
  await page.goto(`${url}/admin/bank/${exam}`)
  await page.getByLabel('Reason, for the audit log').fill('We write here from now on.')
  await page.getByRole('button', { name: `Take the bank of ${exam} into work` }).click()
  await page.getByRole('heading', { name: `Items of ${exam}` }).waitFor()
}

/** Lets somebody work on every domain of an exam version. */
export async function worksOn(page, url, name, exam) {
  await page.goto(`${url}/admin/bank/people`)
  await page.getByLabel('Who', { exact: true }).selectOption({ label: name })
  await page.getByLabel('Where', { exact: true }).selectOption(`${exam}|`)
  await page.getByRole('button', { name: 'Let them work there' }).click()
  await page.getByRole('row', { name: new RegExp(`${name}.*${exam}, every domain`) }).waitFor()
}

/** Fills the form of an item; options as text and reason, the right one first. */
export async function fillItem(page, { name, stem, skill, options, key }) {
  if (name) await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
  await page.getByLabel('Situation and question').fill(stem)
  await page.getByLabel('Skill', { exact: true }).selectOption(skill)
  for (const [letter, [text, why]] of Object.entries(options)) {
    const option = page.locator('.editor-option').filter({ hasText: `Option ${letter} is right` })
    await option.getByRole('textbox').first().fill(text)
    await option.getByRole('textbox').last().fill(why)
    await option.getByRole('checkbox').setChecked(letter === key)
  }
  await page.getByLabel('The page that settles it').fill('User guide: queues')
  await page.getByLabel('Its address').fill('https://docs.example.org/queues')
  await page.getByLabel('Note for colleagues').fill('Asked by the board.')
}

/** Sends what is written, and waits for what follows. */
export async function send(page, label) {
  const follows = page.waitForEvent('load')
  await page.getByRole('button', { name: label, exact: true }).click()
  await follows
}

/** Answers a review without its key. */
export async function answersBlind(page, option, { sure = 'Fairly sure', remark = '' } = {}) {
  await page.locator('.exam-option').filter({ hasText: option }).click()
  await page.getByLabel(sure, { exact: true }).check()
  await page.getByLabel('What else there is to say').fill(remark)
  await send(page, 'Answer and see the key')
  await page.getByRole('heading', { name: '1. Your answer' }).waitFor()
}

/** Says yes to every line of the rubric but those that are named, and decides. */
export async function decides(page, verdict, { no = [], why = '' } = {}) {
  for (const line of await page.locator('.rubric fieldset').all()) {
    const words = await line.locator('legend').innerText()
    await line.getByLabel(no.some((part) => words.includes(part)) ? 'No' : 'Yes', { exact: true }).check()
  }
  await page.getByLabel('Why', { exact: true }).fill(why)
  await send(page, verdict)
}
