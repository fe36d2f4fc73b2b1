import type { Role } from '#prisma/generated/enums.ts'

/** One password for all three: they exist only in a demo, where it is printed at start. */
export const DEMO_PASSWORD = 'filiere-demo'

export const demoAccounts: ReadonlyArray<{ email: string; name: string; role: Role }> = [
	{ email: 'apprenante@demo.filiere.local', name: 'Awa Diallo', role: 'learner' },
	{ email: 'formatrice@demo.filiere.local', name: 'Claire Morel', role: 'trainer' },
	{ email: 'admin@demo.filiere.local', name: 'Noé Lambert', role: 'admin' },
]
