import type { Role } from '#prisma/generated/enums.ts'

/** One password for all: they exist only in a demo, where it is printed at start. */
export const DEMO_PASSWORD = 'filiere-demo'

export const demoAccounts: ReadonlyArray<{ email: string; name: string; role: Role }> = [
	{ email: 'apprenante@demo.filiere.local', name: 'Awa Diallo', role: 'learner' },
	{ email: 'diplomee@demo.filiere.local', name: 'Inès Bernard', role: 'learner' },
	{ email: 'formatrice@demo.filiere.local', name: 'Claire Morel', role: 'trainer' },
	{ email: 'admin@demo.filiere.local', name: 'Noé Lambert', role: 'admin' },
]

/** The demo account that already holds a certificate, and so cannot sit the exam again. */
export const GRADUATE_EMAIL = 'diplomee@demo.filiere.local'
