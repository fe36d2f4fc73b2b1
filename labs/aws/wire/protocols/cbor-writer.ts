import { membersOf, type ServiceModel, type Shape, type ShapeRef, shapeOf } from '../model.ts'

// CBOR as RPC v2 uses it: https://www.rfc-editor.org/rfc/rfc8949

/** A typed value as CBOR; members that the model does not know are left out. */
export function writeCbor(model: ServiceModel, shape: Shape, value: unknown): Uint8Array {
	const parts: Array<Uint8Array> = []
	write(model, shape, value, parts)
	return Buffer.concat(parts)
}

/** An error's map: the members of its shape, and texts that no shape knows (`__type`, a message). */
export function writeErrorMap(
	model: ServiceModel,
	shape: Shape | undefined,
	members: Readonly<Record<string, unknown>>,
): Uint8Array {
	const known = shape?.members ?? {}
	const parts: Array<Uint8Array> = []
	for (const [name, value] of Object.entries(members)) {
		if (value === undefined || value === null) continue
		const ref = Object.hasOwn(known, name) ? known[name] : undefined
		parts.push(text(ref?.locationName ?? name))
		if (ref) write(model, shapeOf(model, ref), value, parts)
		else parts.push(text(String(value)))
	}
	const count = Object.values(members).filter((value) => value !== undefined && value !== null).length
	return Buffer.concat([head(5, count), ...parts])
}

function write(model: ServiceModel, shape: Shape, value: unknown, parts: Array<Uint8Array>): void {
	switch (shape.type) {
		case 'structure': {
			const source = value as Record<string, unknown>
			const members = membersOf(shape).filter(([name]) => source[name] !== undefined && source[name] !== null)
			parts.push(head(5, members.length))
			for (const [name, ref] of members) {
				parts.push(text(ref.locationName ?? name))
				write(model, shapeOf(model, ref), source[name], parts)
			}
			return
		}
		case 'list': {
			const items = value as ReadonlyArray<unknown>
			const item = shapeOf(model, shape.member as ShapeRef)
			parts.push(head(4, items.length))
			for (const child of items) write(model, item, child, parts)
			return
		}
		case 'map': {
			const entries = Object.entries(value as object).filter(([, child]) => child !== undefined)
			const item = shapeOf(model, shape.value as ShapeRef)
			parts.push(head(5, entries.length))
			for (const [key, child] of entries) {
				parts.push(text(key))
				write(model, item, child, parts)
			}
			return
		}
		default:
			parts.push(scalar(shape, value))
	}
}

function scalar({ type }: Shape, value: unknown): Uint8Array {
	switch (type) {
		case 'boolean':
			return Uint8Array.of(value ? 0xf5 : 0xf4)
		case 'blob':
			return Buffer.concat([head(2, (value as Uint8Array).byteLength), value as Uint8Array])
		case 'timestamp': {
			const seconds = (value as Date).getTime() / 1000
			return Buffer.concat([head(6, 1), Number.isInteger(seconds) ? integer(seconds) : double(seconds)])
		}
		case 'float':
		case 'double':
		case 'bigdecimal':
			return double(Number(value))
		case 'string':
		case 'character':
			return text(String(value))
		default:
			return integer(Number(value))
	}
}

function text(value: string): Uint8Array {
	const bytes = Buffer.from(value, 'utf8')
	return Buffer.concat([head(3, bytes.byteLength), bytes])
}

function integer(value: number): Uint8Array {
	return value < 0 ? head(1, -1 - value) : head(0, value)
}

function double(value: number): Uint8Array {
	const bytes = Buffer.alloc(9, 0xfb)
	bytes.writeDoubleBE(value, 1)
	return bytes
}

/** A major type with its argument, in as few bytes as hold it. */
function head(major: number, argument: number): Uint8Array {
	const first = major << 5
	if (argument < 24) return Uint8Array.of(first | argument)
	if (argument < 0x100) return Uint8Array.of(first | 24, argument)
	if (argument < 0x10000) return Uint8Array.of(first | 25, argument >> 8, argument & 0xff)
	const long = argument >= 0x1_0000_0000
	const bytes = Buffer.alloc(long ? 9 : 5, first | (long ? 27 : 26))
	if (long) bytes.writeBigUInt64BE(BigInt(argument), 1)
	else bytes.writeUInt32BE(argument, 1)
	return bytes
}
