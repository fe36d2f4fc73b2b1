import { afterEach, beforeEach, expect, vi } from 'vitest'

// A test that prints an error or a warning that it did not expect has found
// something: it fails, and the output stays clean. A test that expects one says
// so with `vi.mocked(console.error).mockClear()` after its own assertion.

beforeEach(() => {
	vi.spyOn(console, 'error').mockImplementation(() => {})
	vi.spyOn(console, 'warn').mockImplementation(() => {})
})

afterEach(() => {
	const said = [...vi.mocked(console.error).mock.calls, ...vi.mocked(console.warn).mock.calls]
	vi.restoreAllMocks()
	expect(said, 'console.error or console.warn was called').toEqual([])
})
