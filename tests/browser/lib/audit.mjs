// What every page must keep: one heading, a title, nothing beside the screen, and no serious finding of axe,
// on a desktop and on a phone, in light and in dark.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const NARROW = [{ width: 360, height: 740 }, { width: 320, height: 640 }]
const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1280, height: 900 }
const SERIOUS = ['serious', 'critical']

/** How far the page is wider than its screen, and what sticks out. */
function overflow(page) {
  return page.evaluate(() => {
    const root = document.documentElement
    const wide = root.scrollWidth - root.clientWidth
    if (wide <= 0) return ''
    const scrolls = (element) => element && element !== root
      && (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(element).overflowX)
        || scrolls(element.parentElement))
    const out = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
      .filter((element) => !scrolls(element.parentElement))
    const named = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`
    return `${wide} px too wide: ${out.slice(-3).map(named).join(', ')}`
  })
}

/** Serious findings; `rules` limits the search. */
async function findings(page, rules) {
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: { type: 'rule', values: rules } }) }
  const violations = await page.evaluate(async (wanted) => {
    const run = await window.axe.run(document, wanted)
    return run.violations.map(({ id, impact, nodes }) => ({
      id, impact, nodes: nodes.slice(0, 3).map(({ target, any }) => ({ target, any: any.slice(0, 1) })),
    }))
  }, options)
  return violations.filter(({ impact }) => SERIOUS.includes(impact)).map(({ id, nodes }) =>
    `axe ${id}: ${nodes.map((node) => `${node.target.join(' ')} ${why(node)}`).join('; ')}`)
}

/** All that axe says at one width: everything in light, contrast in dark too. */
async function accessible(page, size, note) {
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: 'light' })
  for (const finding of await findings(page)) note(`light, ${size.width} px`, finding)
  await page.emulateMedia({ colorScheme: 'dark' })
  for (const finding of await findings(page, ['color-contrast'])) note(`dark, ${size.width} px`, finding)
}

/** Axe's own words for contrast, the most common fault. */
const why = (node) => {
  const data = node.any[0]?.data
  return data?.contrastRatio ? `(${data.fgColor} on ${data.bgColor} is ${data.contrastRatio})` : ''
}

/** Opens or closes everything that folds, as a reader may. */
const fold = (page, open) => page.evaluate((wanted) => {
  for (const details of document.querySelectorAll('details')) details.open = wanted
}, open)

/** Checks the page on show; returns what is wrong with it. Axe takes most of the time. */
export async function audit(page, { withAxe = true } = {}) {
  const wrong = []
  const note = (where, text) => { if (text) wrong.push(`${where}: ${text}`) }
  const facts = await page.evaluate(() => ({
    headings: document.querySelectorAll('h1').length,
    title: document.title.trim(),
    language: document.documentElement.lang,
    twice: [...document.querySelectorAll('[id]')].map((element) => element.id)
      .filter((id, at, all) => all.indexOf(id) !== at),
    lost: [...document.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href'))
      .filter((href) => href.length > 1 && !document.getElementById(href.slice(1))),
  }))
  if (facts.headings !== 1) note('structure', `${facts.headings} h1`)
  if (facts.title === '' || facts.title.startsWith('–')) note('structure', `title '${facts.title}'`)
  if (facts.language !== 'en') note('structure', `language '${facts.language}'`)
  if (facts.twice.length > 0) note('structure', `ids twice: ${facts.twice}`)
  if (facts.lost.length > 0) note('structure', `links to nowhere on the page: ${facts.lost}`)

  for (const size of NARROW) {
    await page.setViewportSize(size)
    note(`${size.width} px`, await overflow(page))
  }
  await page.setViewportSize(DESKTOP)
  await page.evaluate(() => { document.documentElement.style.fontSize = '200%' })
  note('text at 200 %', await overflow(page))
  await page.evaluate(() => { document.documentElement.style.fontSize = '' })

  if (!withAxe) return wrong
  await fold(page, true)
  // One injection for all: the content policy binds the page's own scripts.
  await page.evaluate(AXE)
  await accessible(page, PHONE, note)
  await accessible(page, DESKTOP, note)
  await fold(page, false)
  await page.emulateMedia({ colorScheme: null })
  return wrong
}

/** What the page is made of, whatever it says: each kind of element by the way to it. */
export const kinds = (page) => page.evaluate(() => {
  const found = new Set()
  const walk = (element, way) => {
    const kind = [element.localName, element.getAttribute('class') ?? '', ...element.getAttributeNames()]
    const here = `${way}>${kind.join('.')}`
    found.add(here)
    for (const child of element.children) walk(child, here)
  }
  walk(document.body, '')
  return [...found]
})

/** The addresses on this site that the page links to, itself left out. */
export function links(page) {
  return page.locator('a[href]').evaluateAll((anchors) => anchors.map((anchor) => new URL(anchor.href))
    .filter(({ origin, pathname }) => origin === location.origin && pathname !== location.pathname)
    .map(({ pathname, search }) => pathname + search))
}
