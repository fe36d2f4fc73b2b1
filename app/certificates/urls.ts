// Addresses that are signed into certificates: they cannot change any more.

export function certificateUrl(origin: string, id: string) {
	return `${origin}/certificats/${id}`
}

export function evidenceUrl(origin: string, id: string) {
	return `${certificateUrl(origin, id)}/preuve.json`
}

export function statusListUrl(origin: string, listId: number) {
	return `${origin}/statuts/${listId}`
}
