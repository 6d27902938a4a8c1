# Right for the report that was asked about, and refused again next month.
aws iam put-role-policy --role-name {team}-mailer --policy-name reads-reports --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::{bucket}/reports/2026-10.pdf"}]}'
