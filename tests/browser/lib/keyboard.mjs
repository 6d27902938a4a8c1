// A person without a mouse: Tab, Enter, Space and what is typed; and whoever goes on sees where the focus is.
import assert from 'node:assert/strict'

/** More stops than any page has between two things that one wants. */
const STOPS_MAX = 120

/** Counts what a pointer did, on every page to come. */
export const countPointers = (context) => context.addInitScript(() => {
  const count = () => sessionStorage.setItem('pointed', Number(sessionStorage.getItem('pointed')) + 1)
  for (const kind of ['pointerdown', 'touchstart', 'wheel']) addEventListener(kind, count, true)
})

export const pointed = (page) => page.evaluate(() => Number(sessionStorage.getItem('pointed')))

/** What has the focus: its name, whether it is on the screen, and whether it is seen to have it. */
function focused(page) {
  return page.evaluate(() => {
    const at = document.activeElement
    if (!at || at === document.body) return { name: '' }
    const named = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent
    // What takes the focus out of sight is shown by what is around it, as an option is.
    const shown = [at, at.closest('label'), at.parentElement].filter(Boolean)
    const rings = shown.some((element) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
    })
    const sight = (element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect()
      const [x, y] = [(left + right) / 2, (top + Math.min(bottom, innerHeight)) / 2]
      const there = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight && document.elementFromPoint(x, y)
      return there && (element.contains(there) || there.contains(element))
    }
    return { name: named.trim().replace(/\s+/g, ' '), rings, seen: shown.some(sight) }
  })
}

/** Goes on until something of this name has the focus. */
export async function tabTo(page, name) {
  const passed = []
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await page.keyboard.press('Tab')
    const here = await focused(page)
    const is = typeof name === 'string' ? here.name === name : name.test(here.name)
    if (is) {
      assert.ok(here.rings, `one does not see that “${here.name}” has the focus, at ${page.url()}`)
      assert.ok(here.seen, `“${here.name}” has the focus and is covered or off the screen, at ${page.url()}`)
      return
    }
    passed.push(here.name.slice(0, 40))
  }
  assert.fail(`${name} is not reached by the keyboard at ${page.url()}; passed: ${passed.join(' | ')}`)
}

/** Follows a link or presses a button of this name, and is on the page that it leads to. */
export async function press(page, name, address) {
  await tabTo(page, name)
  await page.keyboard.press('Enter')
  await page.waitForURL(address)
}

/** Fills the field of this name. */
export async function type(page, name, text) {
  await tabTo(page, name)
  await page.keyboard.type(text)
}
