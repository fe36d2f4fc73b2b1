import { afterEach, expect } from 'vitest'
import { AwsError } from '../aws-error.ts'
import type { Operation, Service } from '../service.ts'
import { loadModel } from './model.ts'
import { validateError } from './protocols/validate-error.ts'
import { validateOutput } from './protocols/validate-output.ts'

// No test that gets its services from here sees an answer which breaks AWS's
// model: what it asks for throws, and it fails even when that was caught.

const violations: Array<string> = []
afterEach(() => {
	expect(takeViolations()).toEqual([])
})

/** What was found in this test so far, for a test that wants it found. */
export function takeViolations(): Array<string> {
	return violations.splice(0)
}

/** Services whose every answer and refusal is held against their models; by name. */
export function validated(services: Iterable<Service>): ReadonlyMap<string, Service> {
	return new Map(
		[...services].map((service) => {
			const operations = Object.entries(service.operations).map(([name, operation]) => {
				return [name, held(service.name, name, operation)] as const
			})
			return [service.name, { ...service, operations: Object.fromEntries(operations) }] as const
		}),
	)
}

function held(service: string, name: string, operation: Operation): Operation {
	const model = loadModel(service)
	const refuse = (found: ReadonlyArray<string>) => {
		if (found.length === 0) return
		const told = found.map((violation) => `${service} ${violation}`)
		violations.push(...told)
		throw new Error(`An answer breaks its model: ${told.join('; ')}`)
	}
	const refusal = (error: unknown) => {
		if (error instanceof AwsError) refuse(validateError(model, name, error))
		return error
	}
	return {
		...(operation.access && {
			access(input, call) {
				try {
					return operation.access?.(input, call) ?? []
				} catch (error) {
					throw refusal(error)
				}
			},
		}),
		async run(input, call) {
			let output: unknown
			try {
				output = await operation.run(input, call)
			} catch (error) {
				throw refusal(error)
			}
			refuse(validateOutput(model, name, (output ?? {}) as object))
			return output
		},
		...(operation.later && {
			async later(input, begun) {
				const output = await operation.later?.(input, begun)
				if (output !== undefined) refuse(validateOutput(model, name, output as object))
				return output
			},
		}),
	}
}
