// Every page there is, from the one list that has every route: the site's own table of who is answered what.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { REPOSITORY } from './server.mjs'

const TABLE = path.join(REPOSITORY, 'crates/web/tests/site/matrix.txt')

/** What is read by programs; a page is whatever is left. */
const FOR_PROGRAMS = [
  /^\/(api|assets|health|metrics|status-lists|xapi|\.well-known)\b/,
  /\.(csv|js|json|toml|atom|ics|svg|png)$/,
  /\/pictures\//,
]

/** What the table calls people here. */
const ROLES = {
  public: ['anybody', 'everybody'], candidate: ['noor', 'sam'], administrator: ['ada', 'ben'],
  writer: ['wren'], reviewer: ['rio'], manager: ['mona'],
}

const LINE = /: ((?:everybody|anybody|noor|sam|ada|ben|wren|rio|mona)\b.*)$/

/** Whom a line of the table lets see a page. */
function answered(line) {
  const groups = (LINE.exec(line)?.[1] ?? '').split(' | ').map((group) => /^([\w, ]+?) (\d{3})\b/.exec(group))
  const names = groups.filter((group) => group?.[2] === '200').flatMap((group) => group[1].split(', '))
  return Object.keys(ROLES).filter((role) =>
    names.includes('everybody') || ROLES[role].some((name) => names.includes(name)))
}

/** Every page with the roles that may open one: `{ route, pattern, roles }`. */
export function pageRoutes() {
  const routes = []
  for (const line of readFileSync(TABLE, 'utf8').split('\n')) {
    if (/^[A-Z]+ \//.test(line)) {
      const [method, route] = line.split(' ')
      const steps = route.split('/').map((step) => (/^\{/.test(step) ? '[^/]+' : step.replaceAll('.', '\\.')))
      routes.push({ method, route, pattern: new RegExp(`^${steps.join('/')}$`), roles: new Set() })
    } else {
      for (const role of answered(line)) routes.at(-1)?.roles.add(role)
    }
  }
  const pages = routes.filter(({ method, route, roles }) =>
    method === 'GET' && roles.size > 0 && !FOR_PROGRAMS.some((kind) => kind.test(route)))
  if (pages.length < 40) throw new Error(`${TABLE} has ${pages.length} pages: is it read rightly?`)
  // What has a word in a place of its own is that, and not the page with a parameter there.
  const open = ({ route }) => route.split('{').length
  return pages.sort((one, other) => open(one) - open(other))
}

/** The route of an address. */
export const routeOf = (routes, address) => {
  const { pathname } = new URL(address, 'http://here')
  return routes.find(({ pattern }) => pattern.test(pathname))
}
