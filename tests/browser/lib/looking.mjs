// Looking at pages as everybody: each that is shown is audited, and its links are kept, to be followed.
import assert from 'node:assert/strict'
import { audit, kinds, links } from './audit.mjs'
import { routeOf } from './routes.mjs'

/** Pages of one route that are looked at as one role: enough for the states that a page links to. */
const OF_A_ROUTE = 3

export class Looking {
  /** Kinds of elements, by the way to them, and routes that axe has seen: whatever is new is shown to it. */
  #known = new Set()
  shownToAxe = 0

  /** At the site of this address, by the pages of these roles, over these routes. */
  constructor(url, as, routes) {
    const ofEach = () => Object.fromEntries(Object.keys(as).map((role) => [role, new Set()]))
    Object.assign(this, { url, as, routes })
    /** Links found, addresses looked at, and those that were shown: each by role. */
    this.found = ofEach()
    this.looked = ofEach()
    this.opened = ofEach()
  }

  /** Looks at the page on show; axe does if there is anything that it has not seen. */
  async here(role, name, page = this.as[role]) {
    const { pathname } = new URL(page.url())
    this.looked[role].add(pathname)
    this.opened[role].add(pathname)
    for (const link of await links(page)) this.found[role].add(link)
    const shown = [routeOf(this.routes, pathname)?.route, ...await kinds(page)]
    const withAxe = shown.some((kind) => !this.#known.has(kind))
    for (const kind of shown) this.#known.add(kind)
    this.shownToAxe += Number(withAxe)
    return (await audit(page, { withAxe })).map((fault) => `${role}, ${name}: ${fault}`)
  }

  /** The same, without a fault. */
  async now(role, name) {
    assert.deepEqual(await this.here(role, name), [])
  }

  /** Looks at pages by address as somebody. */
  async at(role, addresses) {
    const wrong = []
    for (const address of addresses) {
      const response = await this.as[role].goto(this.url + address)
      if (response.status() !== 200) wrong.push(`${address}: status ${response.status()}`)
      wrong.push(...await this.here(role, address))
    }
    assert.deepEqual(wrong, [])
  }

  /** Opens an address; looks at it if it is a page of this role. */
  async #visit(role, address, page) {
    this.looked[role].add(new URL(address, this.url).pathname)
    const response = await page.goto(this.url + address).catch(() => undefined)
    // A download is none of ours, and whoever may not open a page is not shown it.
    const isPage = response?.status() === 200 && /html/.test(response.headers()['content-type'])
    return isPage ? this.here(role, address, page) : []
  }

  /** What is to be looked at next as this role: a page of a route of which few were seen. */
  #next(role, seeds) {
    const seen = {}
    for (const address of this.looked[role]) {
      const route = routeOf(this.routes, address)?.route
      seen[route] = (seen[route] ?? 0) + 1
    }
    return [...seeds, ...this.found[role]].find((address) => {
      const { pathname } = new URL(address, this.url)
      const route = routeOf(this.routes, pathname)
      return route && !this.looked[role].has(pathname) && (seen[route.route] ?? 0) < OF_A_ROUTE
    })
  }

  /** Follows every link of a role to a page that was not looked at, and opens the seeds. */
  async everyPage(role, seeds) {
    const wrong = []
    const page = await this.as[role].context().newPage()
    for (let address = this.#next(role, seeds); address; address = this.#next(role, seeds)) {
      wrong.push(...await this.#visit(role, address, page))
    }
    await page.close()
    return wrong
  }
}
