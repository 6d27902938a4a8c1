// An answer as the exam keeps it, and how the review counts it. No browser: these are two pure modules.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fits, fromResponses, isSame, standing, toResponses } from '../../client/answers.js'
import { counts } from '../../client/review.js'

const one = [{ response: 'RESPONSE', least: 2, most: 2 }]
const two = [{ response: 'R1', least: 1, most: 1 }, { response: 'R2', least: 1, most: 1, pattern: '[0-9]+' }]
const stands = (asks, ...response) => {
  const { state, given, asked } = standing({ asks, response })
  return `${state} ${given}/${asked}`
}

describe('An answer', () => {
  it('of one response variable is its values, whatever they hold', () => {
    const answer = ['A', 'R:2']
    assert.deepEqual(toResponses(one, answer), { RESPONSE: answer })
    assert.deepEqual(fromResponses(one, { RESPONSE: answer }), answer)
  })

  it('of several names each, and what belongs to none of them is left out', () => {
    const answer = ['R1:A', 'R2:at 10:30']
    assert.deepEqual(toResponses(two, answer), { R1: ['A'], R2: ['at 10:30'] })
    assert.deepEqual(fromResponses(two, toResponses(two, answer)), answer)
    assert.deepEqual(toResponses(two, ['A', 'R9:B', 'R1:C']), { R1: ['C'], R2: [] })
    assert.deepEqual(fromResponses(two, {}), [])
  })

  it('is another one in another order', () => {
    assert.ok(isSame(['A', 'B'], ['A', 'B']))
    assert.ok(!isSame(['A', 'B'], ['B', 'A']))
    assert.ok(!isSame(['A'], ['A', 'A']))
  })

  it('is whole, missing, or to be checked', () => {
    assert.equal(stands(one), 'none 0/2')
    assert.equal(stands(one, 'A'), 'check 1/2')
    assert.equal(stands(one, 'A', 'B'), 'done 2/2')
    assert.equal(stands(one, 'A', 'B', 'C'), 'check 3/2', 'too many can only be wrong')
    assert.equal(stands([{ response: 'R', least: 1, most: 0 }], 'A', 'B', 'C'), 'done 3/1', '0 is no limit')
    assert.equal(stands(two, 'R1:A'), 'check 1/2', 'one of two parts')
    assert.equal(stands(two, 'R1:A', 'R2:many'), 'check 1/2', 'not in the form that was asked for')
    assert.equal(stands(two, 'R1:A', 'R2:62'), 'done 2/2')
    assert.equal(stands([{ response: 'R', least: 1, most: 1 }], ' \n'), 'none 0/1', 'blanks say nothing')
    const items = [[], ['A'], ['A', 'B']].map((response) => ({ asks: one, response, flagged: false }))
    assert.deepEqual(counts(items), { unanswered: 1, toCheck: 1, flagged: 0, answered: 1 })
  })

  it('is never called wrong by a pattern that this program cannot read', () => {
    assert.ok(fits('anything', '\\p{IsGreek}+('))
  })
})
