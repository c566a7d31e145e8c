# Who may come in: members and invitations.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.TextField(unique=True)),
                ("email", models.TextField()),
                ("name", models.TextField()),
                ("role", models.TextField()),
                ("exhibits", models.TextField(default="")),
                ("until", models.DateTimeField(null=True)),
                ("expires_at", models.DateTimeField()),
                ("invited_by", models.TextField()),
                ("invited_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.TextField()),
                ("exhibits", models.TextField(default="")),
                ("until", models.DateTimeField(null=True)),
                ("added_by", models.TextField()),
                ("added_at", models.DateTimeField()),
                (
                    "user",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="member", to=settings.AUTH_USER_MODEL),
                ),
            ],
        ),
    ]
