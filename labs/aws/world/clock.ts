/**
 * How a sandbox's virtual time follows real time: `virtual` was the time there
 * when it was `real` here. All times are epoch milliseconds.
 */
export interface VirtualClock {
	real: number
	virtual: number
	/** Virtual seconds for each real second; 0 is paused. */
	speed: number
}

/** The virtual time at a real one. */
export function virtualNow(clock: VirtualClock, real: number): number {
	return Math.floor(clock.virtual + Math.max(0, real - clock.real) * clock.speed)
}

/** When, in real time, a virtual moment comes; undefined while the clock is paused. */
export function realTimeOf(clock: VirtualClock, virtual: number): number | undefined {
	if (clock.speed === 0) return
	return Math.max(clock.real, clock.real + (virtual - clock.virtual) / clock.speed)
}
