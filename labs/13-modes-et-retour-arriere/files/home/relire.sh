# Approuve la version qui attend une relecture, s’il y en a une.
JETON=$(aws codepipeline get-pipeline-state --name site-demo --query "stageStates[].actionStates[] | [?actionName=='Relire'].latestExecution.token | [0]" --output text)
if [ "$JETON" = "None" ]; then
	echo "Aucune version n’attend de relecture pour l’instant."
else
	aws codepipeline put-approval-result --pipeline-name site-demo --stage-name Recette --action-name Relire --token "$JETON" --result "summary=Relu,status=Approved" --query approvedAt --output text
fi
