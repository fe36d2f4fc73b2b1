import { useEffect, useState } from 'react'
import { Button } from '#app/ui/button.tsx'
import { Pipeline } from '#app/ui/pipeline/pipeline.tsx'
import { advance, decide, firstDemo, isMoving, narrate, release, stagesOf } from './demo-pipeline.ts'

/** Milliseconds that a step of the demo lasts: long enough to be read. */
const stepDuration = 1400

/** The pipeline of the home page. It is drawn without a script; with one, the visitor runs it. */
export function Demo() {
	const [demo, setDemo] = useState(firstDemo)
	useEffect(() => {
		if (!isMoving(demo)) return
		const timer = setTimeout(() => setDemo(advance), stepDuration)
		return () => clearTimeout(timer)
	}, [demo])

	return (
		<div className="demo">
			<Pipeline
				name="boutique"
				label="Le pipeline boutique, de la source à la production"
				stages={stagesOf(demo)}
				actionFooter={(action) =>
					action.category === 'Approval' && demo.step === 'approval' ? (
						<div className="demo-decision needs-script">
							<Button type="button" small onClick={() => setDemo((current) => decide(current, 'approved'))}>
								Approuver
							</Button>
							<Button type="button" small onClick={() => setDemo((current) => decide(current, 'rejected'))}>
								Rejeter
							</Button>
						</div>
					) : null
				}
			/>
			<div className="demo-bar">
				<p role="status">{narrate(demo)}</p>
				<Button
					type="button"
					small
					className="needs-script"
					disabled={isMoving(demo) || demo.step === 'approval'}
					onClick={() => setDemo(release)}
				>
					Publier une modification
				</Button>
			</div>
		</div>
	)
}
