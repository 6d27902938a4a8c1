# A second policy beside the first: right, too. Checks ask what the role may do, not where that stands.
aws iam put-role-policy --role-name {team}-mailer --policy-name reads-the-new-folder --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::{bucket}/reports/*"}]}'
