/** The canonical user id that stands for an account: 64 hexadecimal digits. */
export function ownerId(account: string): string {
	return account.padStart(64, '0')
}
