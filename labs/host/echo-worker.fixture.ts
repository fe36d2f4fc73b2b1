// A worker for the pool's tests: answers with its process id, and dies in the ways that workers do.

interface Order {
	id: number
	order: 'answer' | 'exit' | 'hang' | 'fill'
}

process.on('message', ({ id, order }: Order) => {
	if (order === 'exit') process.exit(3)
	if (order === 'hang') return
	if (order === 'fill') {
		const all: Array<Array<number>> = []
		for (;;) all.push(Array.from({ length: 100_000 }, (_, index) => index))
	}
	process.send?.({ id, pid: process.pid })
})
process.on('disconnect', () => process.exit(0))
