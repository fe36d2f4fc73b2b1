import type { IFileSystem } from 'just-bash'
import { type ClientSettings, send } from './clients.ts'
import type { CommandLine } from './command-line.ts'
import { guessContentType, parseS3Address, type S3Address } from './s3-address.ts'
import { UsageError } from './usage-error.ts'

/** What a high-level S3 command works with. */
export interface S3Context {
	fs: IFileSystem
	cwd: string
	settings: ClientSettings
}

interface Listed {
	Key: string
	Size: number
	LastModified: Date
}

type Place = { s3: S3Address } | { path: string }

interface Transfer {
	name: string
	size: number
	modified: Date
	read(): Promise<Uint8Array>
	remove(): Promise<unknown>
	label: string
}

function call(context: S3Context, operation: string, input: object): Promise<Record<string, unknown>> {
	return send('s3api', operation, input, context.settings)
}

/** `aws s3 ls|mb|rb|cp|mv|rm|sync`; answers what is printed. */
export async function runS3Command(line: CommandLine, context: S3Context): Promise<string> {
	const [, command = '', ...operands] = line.positionals
	switch (command) {
		case 'ls':
			return list(context, operands[0], line.options.has('--recursive'))
		case 'mb':
			return makeBucket(context, operands[0])
		case 'rb':
			return removeBucket(context, operands[0])
		case 'rm':
			return remove(context, operands[0], line.options.has('--recursive'))
		case 'cp':
		case 'mv':
		case 'sync':
			return transfer(context, command, operands, line)
		default:
			throw new UsageError(
				`aws: error: argument subcommand: Invalid choice, valid choices are:\n\nls | mb | rb | cp | mv | rm | sync`,
			)
	}
}

async function list(context: S3Context, operand: string | undefined, recursive: boolean): Promise<string> {
	if (operand === undefined) {
		const { Buckets = [] } = (await call(context, 'ListBuckets', {})) as {
			Buckets?: Array<{ Name: string; CreationDate: Date }>
		}
		return Buckets.map((bucket) => `${stamp(bucket.CreationDate)} ${bucket.Name}\n`).join('')
	}
	const { bucket, key } = parseS3Address(
		operand.startsWith('s3://') ? operand : `s3://${operand}`,
	) as S3Address
	const { objects, prefixes } = await listAll(context, bucket, key, recursive ? undefined : '/')
	const strip = recursive ? 0 : key.lastIndexOf('/') + 1
	const rows = [
		...prefixes.map((prefix) => `${'PRE'.padStart(30)} ${prefix.slice(strip)}\n`),
		...objects.map(
			(object) =>
				`${stamp(object.LastModified)} ${String(object.Size).padStart(10)} ${object.Key.slice(strip)}\n`,
		),
	]
	return rows.join('')
}

async function listAll(context: S3Context, bucket: string, prefix: string, delimiter?: string) {
	const objects: Array<Listed> = []
	const prefixes: Array<string> = []
	let token: unknown
	do {
		const page = await call(context, 'ListObjectsV2', {
			Bucket: bucket,
			Prefix: prefix,
			Delimiter: delimiter,
			ContinuationToken: token,
		})
		objects.push(...((page.Contents as Array<Listed> | undefined) ?? []))
		prefixes.push(...((page.CommonPrefixes as Array<{ Prefix: string }>) ?? []).map(({ Prefix }) => Prefix))
		token = page.NextContinuationToken
	} while (token)
	return { objects, prefixes }
}

async function makeBucket(context: S3Context, operand = ''): Promise<string> {
	const address = requireS3(operand)
	const { region } = context.settings
	const configuration =
		region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } }
	await call(context, 'CreateBucket', { Bucket: address.bucket, ...configuration })
	return `make_bucket: ${address.bucket}\n`
}

async function removeBucket(context: S3Context, operand = ''): Promise<string> {
	const { bucket } = requireS3(operand)
	await call(context, 'DeleteBucket', { Bucket: bucket })
	return `remove_bucket: ${bucket}\n`
}

async function remove(context: S3Context, operand: string | undefined, recursive: boolean): Promise<string> {
	const { bucket, key } = requireS3(operand ?? '')
	const keys = recursive ? (await listAll(context, bucket, key)).objects.map((object) => object.Key) : [key]
	for (const Key of keys) await call(context, 'DeleteObject', { Bucket: bucket, Key })
	return keys.map((name) => `delete: s3://${bucket}/${name}\n`).join('')
}

function requireS3(operand: string): S3Address {
	const address = parseS3Address(operand)
	if (!address)
		throw new UsageError(`Error: Invalid argument type: ${operand || '(nothing)'} is not an s3:// address`)
	return address
}

function place(context: S3Context, operand: string): Place {
	const s3 = parseS3Address(operand)
	return s3 ? { s3 } : { path: context.fs.resolvePath(context.cwd, operand) }
}

async function transfer(
	context: S3Context,
	command: 'cp' | 'mv' | 'sync',
	operands: ReadonlyArray<string>,
	line: CommandLine,
): Promise<string> {
	const [fromText, toText] = operands
	if (fromText === undefined || toText === undefined) {
		throw new UsageError('aws: error: the following arguments are required: paths')
	}
	const [from, to] = [place(context, fromText), place(context, toText)]
	if ('path' in from && 'path' in to)
		throw new UsageError(
			`usage: aws s3 ${command} <LocalPath> <S3Uri> or <S3Uri> <LocalPath> or <S3Uri> <S3Uri>\nError: Invalid argument type`,
		)
	const many = command === 'sync' || line.options.has('--recursive')
	const sources = many ? await readMany(context, from) : [await readOne(context, from, fromText)]
	const existing = command === 'sync' ? await namesAndSizes(context, to) : new Map()
	const options = {
		CacheControl: line.options.get('--cache-control')?.[0],
		ContentType: line.options.get('--content-type')?.[0],
		ACL: line.options.get('--acl')?.[0],
	}
	const output: Array<string> = []
	for (const source of sources) {
		const there = existing.get(source.name)
		if (there && there.size === source.size && there.modified >= source.modified) continue
		const target = await targetOf(context, to, toText, source.name, many)
		await write(context, target, source, options)
		if (command === 'mv') await source.remove()
		const verb = command === 'mv' ? 'move' : 's3' in from ? ('s3' in to ? 'copy' : 'download') : 'upload'
		output.push(`${verb}: ${source.label} to ${target.label}\n`)
	}
	if (line.options.has('--delete')) output.push(...(await removeExtra(sources, existing)))
	return output.join('')
}

async function readOne(context: S3Context, from: Place, text: string): Promise<Transfer> {
	if ('s3' in from) {
		const { bucket, key } = from.s3
		const head = await call(context, 'HeadObject', { Bucket: bucket, Key: key })
		return s3Transfer(context, bucket, {
			Key: key,
			Size: head.ContentLength as number,
			LastModified: head.LastModified as Date,
		})
	}
	if (!(await context.fs.exists(from.path))) {
		throw new UsageError(`The user-provided path ${text} does not exist.`, 255)
	}
	const { isDirectory } = await context.fs.stat(from.path)
	if (isDirectory) throw new UsageError(`upload failed: ${text} is a directory: use --recursive`, 1)
	return localTransfer(context, from.path, from.path.split('/').at(-1) ?? '')
}

async function readMany(context: S3Context, from: Place): Promise<Array<Transfer>> {
	if ('s3' in from) {
		const { bucket, key } = from.s3
		const prefix = key === '' || key.endsWith('/') ? key : `${key}/`
		const { objects } = await listAll(context, bucket, prefix)
		return objects.map((object) => s3Transfer(context, bucket, object, object.Key.slice(prefix.length)))
	}
	const transfers: Array<Transfer> = []
	async function walk(path: string, name: string): Promise<void> {
		for (const child of (await context.fs.readdir(path)).sort()) {
			const childPath = `${path}/${child}`
			const childName = name ? `${name}/${child}` : child
			if ((await context.fs.stat(childPath)).isDirectory) await walk(childPath, childName)
			else transfers.push(await localTransfer(context, childPath, childName))
		}
	}
	await walk(from.path, '')
	return transfers
}

function s3Transfer(
	context: S3Context,
	bucket: string,
	object: Listed,
	name = object.Key.split('/').at(-1) ?? '',
) {
	return {
		name,
		size: object.Size,
		modified: object.LastModified,
		label: `s3://${bucket}/${object.Key}`,
		async read() {
			const { Body } = await call(context, 'GetObject', { Bucket: bucket, Key: object.Key })
			return (Body as { transformToByteArray(): Promise<Uint8Array> }).transformToByteArray()
		},
		remove: () => call(context, 'DeleteObject', { Bucket: bucket, Key: object.Key }),
	}
}

async function localTransfer(context: S3Context, path: string, name: string): Promise<Transfer> {
	const { size, mtime } = await context.fs.stat(path)
	return {
		name,
		size,
		modified: mtime,
		label: `.${path.startsWith(context.cwd) ? path.slice(context.cwd.length) : path}`,
		read: () => context.fs.readFileBuffer(path),
		remove: () => context.fs.rm(path),
	}
}

async function namesAndSizes(context: S3Context, to: Place) {
	const exists = 's3' in to || (await context.fs.exists(to.path))
	const there = exists ? await readMany(context, to) : []
	return new Map(there.map((one) => [one.name, one]))
}

async function targetOf(context: S3Context, to: Place, text: string, name: string, many: boolean) {
	if ('s3' in to) {
		const { bucket, key } = to.s3
		const folder = key === '' || key.endsWith('/')
		const separator = many && !folder ? '/' : ''
		const full = many || folder ? `${key}${separator}${name}` : key
		return { s3: { bucket, key: full }, label: `s3://${bucket}/${full}` }
	}
	const directory =
		many ||
		text.endsWith('/') ||
		((await context.fs.exists(to.path)) && (await context.fs.stat(to.path)).isDirectory)
	const path = directory ? `${to.path}/${name}`.replaceAll('//', '/') : to.path
	return { path, label: `.${path.startsWith(context.cwd) ? path.slice(context.cwd.length) : path}` }
}

async function write(
	context: S3Context,
	target: Awaited<ReturnType<typeof targetOf>>,
	source: Transfer,
	options: { ContentType?: string },
): Promise<void> {
	const bytes = await source.read()
	if (target.s3) {
		const { bucket, key } = target.s3
		const ContentType = options.ContentType ?? guessContentType(key)
		await call(context, 'PutObject', { ...options, ContentType, Bucket: bucket, Key: key, Body: bytes })
		return
	}
	await context.fs.mkdir(target.path.slice(0, target.path.lastIndexOf('/')) || '/', { recursive: true })
	await context.fs.writeFile(target.path, bytes)
}

async function removeExtra(
	sources: ReadonlyArray<Transfer>,
	existing: ReadonlyMap<string, Transfer>,
): Promise<Array<string>> {
	const kept = new Set(sources.map((source) => source.name))
	const extra = [...existing.values()].filter((one) => !kept.has(one.name))
	for (const one of extra) await one.remove()
	return extra.map((one) => `delete: ${one.label}\n`)
}

function stamp(date: Date): string {
	return date.toISOString().slice(0, 19).replace('T', ' ')
}
