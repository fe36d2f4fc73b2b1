import type { FileModeTypeEnum } from '@aws-sdk/client-codecommit'
import type { Mode } from '../git/trees.ts'

const MODES: Readonly<Record<FileModeTypeEnum, Mode>> = {
	NORMAL: '100644',
	EXECUTABLE: '100755',
	SYMLINK: '120000',
}

/** Git's mode for AWS's name of it. */
export function modeOf(name: FileModeTypeEnum): Mode {
	return MODES[name]
}

/** AWS's name for git's mode of a file or link. */
export function modeName(mode: Mode): FileModeTypeEnum {
	return mode === '100755' ? 'EXECUTABLE' : mode === '120000' ? 'SYMLINK' : 'NORMAL'
}
