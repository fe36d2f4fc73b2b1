import { expect, test } from 'vitest'
import { mailStaysLocal } from './mail.server.ts'

test('mail stays here only in a demo without SMTP', () => {
	expect(mailStaysLocal({ mode: 'demo', smtpUrl: undefined })).toBe(true)
	expect(mailStaysLocal({ mode: 'demo', smtpUrl: 'smtp://localhost' })).toBe(false)
	expect(mailStaysLocal({ mode: 'production', smtpUrl: undefined })).toBe(false)
})
