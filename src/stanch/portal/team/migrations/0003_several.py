# Accounts that serve several cases: a role, an invitation and a token are of one case.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("team", "0002_tokens"),
    ]

    operations = [
        migrations.AlterField(
            model_name="member",
            name="user",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="members", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(model_name="member", name="case", field=models.TextField(default="")),
        migrations.AddField(model_name="invitation", name="case", field=models.TextField(default="")),
        migrations.AddField(model_name="programtoken", name="case", field=models.TextField(default="")),
        migrations.AddConstraint(
            model_name="member", constraint=models.UniqueConstraint(models.F("user"), models.F("case"), name="one_role_a_case")
        ),
    ]
