"""The ordinary month of an invented firm, log by log. What each line stands for is said where it is made.

Sources of what is usual: documentation of the makers of the programs named (Configuration Manager, Intune, Veeam, Teams, Chrome,
Defender, Ansible, unattended-upgrades, logrotate, WordPress, Googlebot, OneDrive), the audit pages of Windows and Microsoft 365.
"""

# ruff: noqa: E501 a line of a log is as long as it is

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

START = datetime(2026, 9, 7, tzinfo=UTC)  # a Monday
OFFICE = "198.51.100.20"
SYSMON, SECURITY, SYSTEM = "Microsoft-Windows-Sysmon/Operational", "Security", "System"
SCRIPTS = "Microsoft-Windows-PowerShell/Operational"
PROVIDERS = {
    SYSMON: "Microsoft-Windows-Sysmon", SECURITY: "Microsoft-Windows-Security-Auditing", SYSTEM: "Service Control Manager",
    SCRIPTS: "Microsoft-Windows-PowerShell", "Microsoft-Windows-Windows Defender/Operational": "Microsoft-Windows-Windows Defender",
}  # fmt: skip
W, P = "C:\\Windows\\System32\\", "C:\\Program Files\\"
X = "C:\\Program Files (x86)\\"


@dataclass(slots=True)
class Firm:
    """Who works there, and the dice."""

    seed: int
    people: int
    days: int
    rng: Random = field(init=False)
    names: list[str] = field(init=False)
    homes: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)
        self.names = [f"user{number:03}" for number in range(self.people)]
        self.homes = {name: f"203.0.113.{1 + at % 250}" for at, name in enumerate(self.names)}

    def moments(self, each_day: float, *, always: bool = False) -> Iterator[datetime]:
        """So many moments a day, in working hours unless `always`; none at weekends, but for those."""
        for day in range(self.days):
            begin = START + timedelta(days=day)
            if begin.weekday() >= 5 and not always:
                continue
            count = int(each_day) + (self.rng.random() < each_day % 1)
            span = (0, 86_400) if always else (7 * 3600, 18 * 3600)
            yield from (begin + timedelta(seconds=self.rng.randrange(*span)) for _ in range(count))

    def person(self) -> str:
        """Anybody."""
        return self.rng.choice(self.names)


Line = tuple[datetime, str]


def in_a_row(moment: datetime, number: int, seconds: int = 1) -> Iterator[datetime]:
    """So many moments, one after the other."""
    return (moment + timedelta(seconds=at * seconds) for at in range(number))


def write_logs(firm: Firm, folder: Path) -> None:
    """A file for each kind of log."""
    folder.mkdir(parents=True, exist_ok=True)
    made: dict[str, Callable[[Firm], Iterator[Line]]] = {
        "windows.jsonl": windows, "auth.log": auth, "audit.log": audit, "access.log": web, "m365.jsonl": m365, "entra.jsonl": entra,
        "cloudtrail.jsonl": cloud, "s3.log": storage, "okta.jsonl": okta, "fortigate.log": firewall,
    }  # fmt: skip
    for name, lines in made.items():
        ordered = sorted(lines(firm), key=lambda line: line[0])
        (folder / name).write_text("".join(f"{text}\n" for _, text in ordered), encoding="utf-8")


# ---- Windows

Made = tuple[str, int, dict[str, object]]


def _started(image: str, command: str, parent: str, *, user: str = "EXAMPLE\\{user}", level: str = "Medium", **more: object) -> Made:
    return SYSMON, 1, {"Image": image, "CommandLine": command, "ParentImage": parent, "User": user, "IntegrityLevel": level, **more}


CHROME, EDGE = f"{P}Google\\Chrome\\Application\\chrome.exe", f"{X}Microsoft\\Edge\\Application\\msedge.exe"
CMD, POWERSHELL, SVCHOST = f"{W}cmd.exe", f"{W}WindowsPowerShell\\v1.0\\powershell.exe", f"{W}svchost.exe"
OFFICE_PLACE, WMI = f"{P}Microsoft Office\\root\\Office16\\", f"{W}wbem\\WmiPrvSE.exe"
HOME = "C:\\Users\\{user}\\AppData\\"
AS_SYSTEM = {"user": "NT AUTHORITY\\SYSTEM", "level": "System"}

# What people's machines do: (times a day and machine, event).
DESKS: list[tuple[float, Made]] = [
    (9.0, _started(CHROME, f'"{CHROME}" --type=renderer', CHROME)),
    (3.0, _started(EDGE, f'"{EDGE}" --no-startup-window', "C:\\Windows\\explorer.exe")),
    (3.0, _started(f"{OFFICE_PLACE}OUTLOOK.EXE", "OUTLOOK.EXE", "C:\\Windows\\explorer.exe")),
    (1.0, _started(f"{W}splwow64.exe", "splwow64.exe 8192", f"{OFFICE_PLACE}WINWORD.EXE")),
    (1.0, _started(f"{HOME}Local\\Microsoft\\Teams\\current\\Teams.exe", "Teams.exe --type=gpu", f"{HOME}Local\\Microsoft\\Teams\\Update.exe")),
    (0.5, _started(f"{HOME}Local\\Microsoft\\OneDrive\\OneDrive.exe", "OneDrive.exe /background", "C:\\Windows\\explorer.exe")),
    (0.1, _started(f"{HOME}Roaming\\Zoom\\bin\\Zoom.exe", "Zoom.exe --url=zoommtg://example.com", f"{OFFICE_PLACE}OUTLOOK.EXE")),
    # Chrome starts the helper of an extension through a shell: its documented way of native messaging.
    (0.4, _started(CMD, 'cmd.exe /d /c "C:\\Program Files\\Vault\\host.exe" chrome-extension://abc/ < \\\\.\\pipe\\chrome.nativeMessaging.in', CHROME)),
    (2.0, _started(f"{W}backgroundTaskHost.exe", "backgroundTaskHost.exe -ServerName:CortanaUI", SVCHOST)),
    (1.0, _started(f"{W}taskhostw.exe", "taskhostw.exe", SVCHOST)),
    (0.3, _started(f"{W}rundll32.exe", f"{W}rundll32.exe {W}shell32.dll,SHCreateLocalServerRunDll {{9BA05972}} -Embedding", SVCHOST)),
    (0.1, _started(f"{W}rundll32.exe", "rundll32.exe PhotoViewer.dll,ImageView_Fullscreen C:\\Users\\{user}\\Pictures\\a.jpg", "C:\\Windows\\explorer.exe")),
    (0.02, _started(f"{W}mmc.exe", "mmc.exe compmgmt.msc", "C:\\Windows\\explorer.exe", level="High")),
    (0.05, _started(f"{W}cmd.exe", "cmd.exe", "C:\\Windows\\explorer.exe")),
    (0.05, _started(f"{W}ipconfig.exe", "ipconfig /all", CMD)),
    (0.05, _started(f"{W}gpupdate.exe", "gpupdate /force", CMD)),
    (0.5, _started(f"{W}cscript.exe", "cscript.exe /nologo C:\\Windows\\System32\\slmgr.vbs /dlv", SVCHOST, **AS_SYSTEM)),
    # The inventory of Configuration Manager and of other agents: WMI starts shells on every machine, every day.
    (0.5, _started(POWERSHELL, "powershell.exe -NoLogo -Noninteractive -NoProfile -ExecutionPolicy Bypass \"& 'C:\\Windows\\CCM\\SystemTemp\\5f1.ps1'\"", WMI, **AS_SYSTEM)),
    (1.0, _started(f"{W}conhost.exe", "conhost.exe 0xffffffff -ForceV1", POWERSHELL, **AS_SYSTEM)),
    # Intune's extension runs scripts of the firm from its own folder.
    (0.3, _started(POWERSHELL, '"powershell.exe" -NoProfile -executionPolicy bypass -file "C:\\Program Files (x86)\\Microsoft Intune Management Extension\\Policies\\Scripts\\a.ps1"', f"{X}Microsoft Intune Management Extension\\AgentExecutor.exe", **AS_SYSTEM)),
    (0.2, _started(CMD, 'cmd.exe /c "\\\\example.com\\netlogon\\map.bat"', f"{W}userinit.exe")),
    (0.2, _started(f"{W}net.exe", "net use H: \\\\files1\\home$ /persistent:no", CMD)),
    (0.1, _started(f"{W}msiexec.exe", f"{W}msiexec.exe /V", f"{W}services.exe", **AS_SYSTEM)),
    (0.1, _started("C:\\Windows\\Installer\\MSI4F2A.tmp", "MSI4F2A.tmp", f"{W}msiexec.exe", **AS_SYSTEM)),
    (0.05, _started("C:\\Users\\{user}\\AppData\\Local\\Temp\\is-4QK2B.tmp\\setup.tmp", "setup.tmp /SL5=x", "C:\\Users\\{user}\\Downloads\\setup.exe", level="High")),
    (0.05, _started("C:\\Users\\{user}\\Downloads\\ChromeSetup.exe", "ChromeSetup.exe", CHROME)),
    (0.3, _started("C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.2\\MpCmdRun.exe", "MpCmdRun.exe -SignatureUpdate", SVCHOST, **AS_SYSTEM)),
    (0.5, _started(f"{X}Google\\Update\\GoogleUpdate.exe", "GoogleUpdate.exe /ua /installsource scheduler", SVCHOST, **AS_SYSTEM)),
    (0.3, _started("C:\\ProgramData\\Adobe\\ARM\\AdobeARMHelper.exe", "AdobeARMHelper.exe", f"{X}Common Files\\Adobe\\ARM\\1.0\\AdobeARM.exe")),
    (0.02, _started(f"{P}TeamViewer\\TeamViewer.exe", "TeamViewer.exe", "C:\\Windows\\explorer.exe")),
    (0.05, _started(f"{HOME}Local\\Programs\\Microsoft VS Code\\Code.exe", "Code.exe", "C:\\Windows\\explorer.exe")),
    (0.1, _started(f"{P}Java\\jre\\bin\\javaw.exe", "javaw.exe -jar till.jar", "C:\\Windows\\explorer.exe")),
    (0.05, _started(f"{P}7-Zip\\7zG.exe", "7zG.exe a -tzip offers.zip -i@a.lst", "C:\\Windows\\explorer.exe")),
    (8.0, (SYSMON, 3, {"Image": CHROME, "Initiated": "true", "DestinationIp": "192.0.2.80", "DestinationPort": "443", "User": "EXAMPLE\\{user}"})),
    (1.0, (SYSMON, 3, {"Image": f"{OFFICE_PLACE}OUTLOOK.EXE", "Initiated": "true", "DestinationIp": "192.0.2.81", "DestinationPort": "443"})),
    # Excel and Word fetch what the office needs of its maker; PowerShell of an agent asks its own server.
    (0.5, (SYSMON, 3, {"Image": f"{OFFICE_PLACE}EXCEL.EXE", "Initiated": "true", "DestinationIp": "192.0.2.82", "DestinationPort": "443", "DestinationHostname": "a.office.com"})),
    (0.3, (SYSMON, 3, {"Image": POWERSHELL, "Initiated": "true", "DestinationIp": "10.0.0.9", "DestinationPort": "443"})),
    (6.0, (SYSMON, 11, {"Image": CHROME, "TargetFilename": f"{HOME}Local\\Google\\Chrome\\User Data\\Default\\Cache\\f_0001"})),
    (1.0, (SYSMON, 11, {"Image": f"{OFFICE_PLACE}WINWORD.EXE", "TargetFilename": "C:\\Users\\{user}\\Documents\\~$offer.docx"})),
    (0.5, (SYSMON, 11, {"Image": CHROME, "TargetFilename": "C:\\Users\\{user}\\Downloads\\invoice.pdf.crdownload"})),
    (0.2, (SYSMON, 15, {"Image": CHROME, "TargetFilename": "C:\\Users\\{user}\\Downloads\\invoice.pdf:Zone.Identifier"})),
    (0.05, (SYSMON, 15, {"Image": CHROME, "TargetFilename": "C:\\Users\\{user}\\Downloads\\ChromeSetup.exe:Zone.Identifier"})),
    (4.0, (SYSMON, 13, {"Image": SVCHOST, "TargetObject": "HKLM\\System\\CurrentControlSet\\Services\\bam\\State\\UserSettings\\x", "Details": "Binary Data"})),
    (0.1, (SYSMON, 13, {"Image": f"{HOME}Local\\Microsoft\\OneDrive\\OneDrive.exe", "TargetObject": "HKU\\S-1-5-21-1\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\OneDrive", "Details": f'"{HOME}Local\\Microsoft\\OneDrive\\OneDrive.exe" /background'})),
    (0.05, (SYSMON, 13, {"Image": f"{HOME}Local\\Programs\\signal\\Signal.exe", "TargetObject": "HKU\\S-1-5-21-1\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\signal", "Details": f"{HOME}Local\\Programs\\signal\\Signal.exe"})),
    (1.0, (SYSMON, 10, {"SourceImage": "C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.2\\MsMpEng.exe", "TargetImage": f"{W}lsass.exe", "GrantedAccess": "0x1410", "CallTrace": "ntdll.dll+1"})),
    (0.3, (SYSMON, 10, {"SourceImage": f"{HOME}Local\\Microsoft\\Teams\\current\\Teams.exe", "TargetImage": f"{W}lsass.exe", "GrantedAccess": "0x1400", "CallTrace": "ntdll.dll+1"})),
    (0.5, (SYSMON, 10, {"SourceImage": f"{W}svchost.exe", "TargetImage": CHROME, "GrantedAccess": "0x1000", "CallTrace": "ntdll.dll+1"})),
    (0.3, (SYSMON, 8, {"SourceImage": f"{W}csrss.exe", "TargetImage": CMD, "StartModule": "KERNEL32.DLL"})),
    (0.2, (SYSMON, 7, {"Image": f"{W}spoolsv.exe", "ImageLoaded": f"{W}spool\\drivers\\x64\\3\\hpcpp.dll", "Signed": "true"})),
    (0.01, (SYSMON, 6, {"ImageLoaded": f"{W}drivers\\usbaudio.sys", "Signed": "true"})),
    (3.0, (SYSMON, 22, {"Image": CHROME, "QueryName": "www.example.com"})),
    (4.0, (SECURITY, 4624, {"TargetUserName": "{user}", "LogonType": "3", "IpAddress": "10.0.1.{at}", "AuthenticationPackageName": "Kerberos", "LogonProcessName": "Kerberos", "KeyLength": "0"})),
    (1.5, (SECURITY, 4624, {"TargetUserName": "{user}", "LogonType": "2", "IpAddress": "127.0.0.1", "AuthenticationPackageName": "Negotiate", "LogonProcessName": "User32 ", "KeyLength": "0"})),
    (0.3, (SECURITY, 4624, {"TargetUserName": "{user}", "LogonType": "3", "IpAddress": "10.0.1.{at}", "AuthenticationPackageName": "NTLM", "LogonProcessName": "NtLmSsp ", "KeyLength": "128", "LmPackageName": "NTLM V2"})),
    (0.05, (SECURITY, 4624, {"TargetUserName": "{user}", "LogonType": "10", "IpAddress": "10.0.1.{at}", "AuthenticationPackageName": "Negotiate", "LogonProcessName": "User32 ", "KeyLength": "0"})),
    (0.3, (SECURITY, 4625, {"TargetUserName": "{user}", "LogonType": "2", "IpAddress": "127.0.0.1", "Status": "0xc000006d"})),
    (2.0, (SECURITY, 4634, {"TargetUserName": "{user}", "LogonType": "3"})),
    (1.0, (SECURITY, 4672, {"SubjectUserName": "SYSTEM", "SubjectUserSid": "S-1-5-18"})),
    (1.0, (SECURITY, 4798, {"TargetUserName": "{user}", "TargetSid": "S-1-5-21-1-2-3-1001", "CallerProcessName": f"{W}svchost.exe", "SubjectUserName": "SYSTEM"})),
    (0.3, (SECURITY, 4799, {"TargetUserName": "Administrators", "TargetSid": "S-1-5-32-544", "CallerProcessName": f"{W}wbem\\WmiPrvSE.exe", "SubjectUserName": "SYSTEM"})),
    (0.2, (SECURITY, 4799, {"TargetUserName": "Administrators", "TargetSid": "S-1-5-32-544", "CallerProcessName": "C:\\Windows\\CCM\\CcmExec.exe", "SubjectUserName": "SYSTEM"})),
    (0.1, (SYSTEM, 7036, {"param1": "Windows Update", "param2": "running"})),
    (0.01, (SYSTEM, 7045, {"ServiceName": "GoogleChromeElevationService", "ImagePath": f'"{P}Google\\Chrome\\Application\\120\\elevation_service.exe"'})),
    # Defender loads a driver for each update of its own.
    (0.03, (SYSTEM, 7045, {"ServiceName": "MpKslDrv", "ImagePath": "C:\\ProgramData\\Microsoft\\Windows Defender\\Definition Updates\\{{A1}}\\MpKslDrv.sys"})),
    (0.2, (SCRIPTS, 4104, {"ScriptBlockText": "# Copyright Microsoft\nfunction Get-ScheduledTaskInfo { param($TaskName) Get-CimInstance MSFT_ScheduledTask }"})),
    (0.2, (SCRIPTS, 4104, {"ScriptBlockText": "$a = Get-CimInstance Win32_OperatingSystem; $a.Version"})),
    (0.02, ("Microsoft-Windows-Windows Defender/Operational", 5007, {"Old Value": "x", "New Value": "HKLM\\SOFTWARE\\Microsoft\\Windows Defender\\SpyNet\\SpyNetReporting = 0x2"})),
]  # fmt: skip

# What the two servers and the one administrator do: (times a day in all, event).
SERVERS: list[tuple[float, Made]] = [
    (1.0, _started(f"{P}Veeam\\Backup and Replication\\Backup\\Veeam.Backup.Manager.exe", "Veeam.Backup.Manager.exe backup", f"{W}services.exe", **AS_SYSTEM)),
    (1.0, _started(POWERSHELL, "powershell.exe -ExecutionPolicy Bypass -File C:\\Scripts\\nightly-report.ps1", SVCHOST, user="EXAMPLE\\svc-report", level="High")),
    (1.0, _started(f"{W}vssadmin.exe", "vssadmin list shadows", CMD, user="EXAMPLE\\admin", level="High")),
    (1.0, _started(f"{P}Microsoft SQL Server\\150\\Tools\\sqlcmd.exe", "sqlcmd -S . -Q \"BACKUP DATABASE shop TO DISK='D:\\backup\\shop.bak'\"", CMD, user="EXAMPLE\\svc-sql", level="High")),
    (1.0, _started(f"{W}Robocopy.exe", "robocopy D:\\backup \\\\nas1\\backup /MIR /R:1", CMD, user="EXAMPLE\\svc-backup", level="High")),
    (0.5, _started(CMD, "cmd.exe /c net stop wuauserv", POWERSHELL, user="EXAMPLE\\admin", level="High")),
    (0.5, _started(f"{W}mstsc.exe", "mstsc.exe /v:files1", "C:\\Windows\\explorer.exe", user="EXAMPLE\\admin")),
    (0.3, _started(f"{W}whoami.exe", "whoami", CMD, user="EXAMPLE\\admin")),
    (0.3, _started(f"{W}nslookup.exe", "nslookup files1", CMD, user="EXAMPLE\\admin")),
    (0.3, _started(f"{W}netstat.exe", "netstat -ano", CMD, user="EXAMPLE\\admin")),
    (0.2, _started(f"{W}gpresult.exe", "gpresult /r", CMD, user="EXAMPLE\\admin")),
    (0.2, _started(f"{W}schtasks.exe", "schtasks /query /fo csv", CMD, user="EXAMPLE\\admin", level="High")),
    (0.1, _started(POWERSHELL, 'powershell.exe -Command "Get-ADUser -Filter * -Properties LastLogonDate | Export-Csv C:\\Reports\\users.csv"', CMD, user="EXAMPLE\\admin", level="High")),
    # A monitor asks every service of every server each few minutes over the network.
    (280.0, (SECURITY, 5145, {"ShareName": "\\\\*\\IPC$", "RelativeTargetName": "svcctl", "SubjectUserName": "svc-monitor", "IpAddress": "10.0.0.40", "AccessMask": "0x12019f"})),
    (90.0, (SECURITY, 5145, {"ShareName": "\\\\*\\IPC$", "RelativeTargetName": "winreg", "SubjectUserName": "svc-monitor", "IpAddress": "10.0.0.40", "AccessMask": "0x12019f"})),
    (60.0, (SECURITY, 5145, {"ShareName": "\\\\*\\IPC$", "RelativeTargetName": "srvsvc", "SubjectUserName": "{user}", "IpAddress": "10.0.1.{at}", "AccessMask": "0x12019f"})),
    (300.0, (SECURITY, 5145, {"ShareName": "\\\\*\\Common", "RelativeTargetName": "offers\\2026\\a.docx", "SubjectUserName": "{user}", "IpAddress": "10.0.1.{at}", "AccessMask": "0x120089"})),
    # A scanner that leaves files on a share: NTLM without a session key is what it speaks.
    (30.0, (SECURITY, 4624, {"TargetUserName": "scanner", "LogonType": "3", "IpAddress": "10.0.2.9", "AuthenticationPackageName": "NTLM", "LogonProcessName": "NtLmSsp ", "KeyLength": "0", "LmPackageName": "NTLM V2"})),
    (200.0, (SECURITY, 4769, {"TargetUserName": "{user}@EXAMPLE.COM", "ServiceName": "FILES1$", "TicketEncryptionType": "0x12", "Status": "0x0", "IpAddress": "::ffff:10.0.1.{at}"})),
    (5.0, (SECURITY, 4769, {"TargetUserName": "{user}@EXAMPLE.COM", "ServiceName": "svc-sql", "TicketEncryptionType": "0x17", "Status": "0x0", "IpAddress": "::ffff:10.0.1.{at}"})),
    (100.0, (SECURITY, 4768, {"TargetUserName": "{user}", "PreAuthType": "2", "Status": "0x0", "IpAddress": "::ffff:10.0.1.{at}"})),
    (10.0, (SECURITY, 4771, {"TargetUserName": "{user}", "Status": "0x18", "IpAddress": "::ffff:10.0.1.{at}"})),
    (6.0, (SECURITY, 4662, {"SubjectUserName": "DC1$", "Properties": "{{1131f6aa-9c07-11d1-f79f-00c04fc2dcd2}}"})),
    (10.0, (SECURITY, 4662, {"SubjectUserName": "MSOL_a1b2c3", "Properties": "{{1131f6aa-9c07-11d1-f79f-00c04fc2dcd2}}"})),
    (0.4, (SECURITY, 4720, {"TargetUserName": "user900", "SubjectUserName": "admin", "SubjectUserSid": "S-1-5-21-1-2-3-1105"})),
    (0.4, (SECURITY, 4728, {"TargetUserName": "Sales", "TargetSid": "S-1-5-21-1-2-3-1200", "SubjectUserName": "admin", "SubjectUserSid": "S-1-5-21-1-2-3-1105"})),
    (1.0, (SECURITY, 4724, {"TargetUserName": "{user}", "SubjectUserName": "admin"})),
    (0.3, (SECURITY, 4740, {"TargetUserName": "{user}", "SubjectUserName": "DC1$"})),
    (0.2, (SECURITY, 5136, {"AttributeLDAPDisplayName": "description", "SubjectUserName": "admin"})),
    (0.1, (SECURITY, 4698, {"TaskName": "\\NightlyReport", "TaskContent": "<Exec><Command>C:\\Reports\\report.exe</Command></Exec>", "SubjectUserName": "admin"})),
    (1.0, (SECURITY, 4702, {"TaskName": "\\Microsoft\\Windows\\UpdateOrchestrator\\Schedule Scan", "TaskContent": "<Exec><Command>%systemroot%\\system32\\usoclient.exe</Command></Exec>", "SubjectUserName": "DC1$"})),
    (0.5, (SECURITY, 4702, {"TaskName": "\\Dell SupportAssist\\Update", "TaskContent": '<Exec><Command>powershell.exe</Command><Arguments>-File "C:\\Program Files\\Dell\\u.ps1"</Arguments></Exec>', "SubjectUserName": "DC1$"})),
    (3.0, (SCRIPTS, 4104, {"ScriptBlockText": "Get-ADUser -Filter {{Enabled -eq $true}} | Select Name, LastLogonDate"})),
    (2.0, (SCRIPTS, 4104, {"ScriptBlockText": "$r = Invoke-RestMethod -Uri https://monitor.example.com/health -Method Get"})),
    # The administrator's own module holds a password as a secure text for the mail server.
    (0.3, (SCRIPTS, 4104, {"ScriptBlockText": "$c = Get-Credential; Send-MailMessage -Credential $c -SmtpServer mail.example.com"})),
    (0.1, (SCRIPTS, 4104, {"ScriptBlockText": "$action = New-ScheduledTaskAction -Execute 'powershell.exe' -Argument '-File C:\\Scripts\\a.ps1'; Register-ScheduledTask -TaskName 'NightlyReport' -Action $action"})),
]  # fmt: skip


def windows(firm: Firm) -> Iterator[Line]:
    """Machines of people, two servers, one administrator; what agents do happens day and night."""
    number = 0
    for each, made, count in [*((*one, firm.people) for one in DESKS), *((*one, 1) for one in SERVERS)]:
        always = "SYSTEM" in str(made[2]) or "svc-" in str(made[2]) or "DC1$" in str(made[2])
        for moment in firm.moments(each * count, always=always):
            number += 1
            at = firm.rng.randrange(firm.people)
            computer = f"PC{at:03}.example.com" if count > 1 else firm.rng.choice(("DC1.example.com", "FILES1.example.com"))
            yield moment, _windows_line(made, moment, computer, number, {"user": firm.names[at], "at": str(1 + at % 250)})


def _windows_line(made: Made, moment: datetime, computer: str, number: int, told: dict[str, str]) -> str:
    channel, event, fields = made
    filled = {}
    for name, value in fields.items():
        text = str(value).replace("{{", "\0").replace("}}", "\1")
        for word, meant in told.items():
            text = text.replace(f"{{{word}}}", meant)
        filled[name] = text.replace("\0", "{").replace("\1", "}")
    system = {
        "Provider": {"#attributes": {"Name": PROVIDERS[channel]}}, "EventID": event, "Channel": channel, "Computer": computer,
        "EventRecordID": number, "TimeCreated": {"#attributes": {"SystemTime": moment.isoformat().replace("+00:00", "Z")}},
    }  # fmt: skip
    return json.dumps({"Event": {"System": system, "EventData": filled}})


# ---- Linux

SUDO = [
    (2.0, "ops", "/usr/bin/apt-get -y upgrade"), (3.0, "ops", "/usr/bin/systemctl restart nginx"), (3.0, "ops", "/usr/bin/tail -n 100 /var/log/syslog"),
    (1.0, "ops", "/usr/bin/vim /etc/nginx/sites-available/shop.conf"), (0.2, "ops", "/usr/bin/vim /etc/systemd/system/shop.service"),
    (0.2, "ops", "/usr/bin/crontab -e"), (0.5, "ops", "/usr/bin/tar -xzf /home/ops/shop.tar.gz -C /srv/shop"),
    (0.3, "ops", "/usr/bin/tar -czf /home/ops/logs.tar.gz /var/log/nginx"), (0.2, "ops", "/usr/bin/scp ops@build:/srv/shop.tar.gz /srv"),
    (12.0, "zabbix", "/usr/bin/systemctl is-active postgresql"), (1.0, "deploy", "/usr/bin/rsync -a /srv/next/ /srv/shop/"),
    (1.0, "postgres", "/usr/bin/pg_dump -Fc shop -f /var/backups/shop.dump"), (0.3, "ops", "/usr/bin/journalctl --vacuum-time=14d"),
    (0.1, "ops", "/usr/sbin/usermod -aG docker deploy"), (24.0, "ansible", "/bin/sh -c echo BECOME-SUCCESS-abc ; /usr/bin/python3 /home/ansible/.ansible/tmp/a.py"),
]  # fmt: skip


def auth(firm: Firm) -> Iterator[Line]:
    """A server with three who work on it, its jobs, and the guessers that every address on the internet has."""
    for each, user, command in SUDO:
        always = user != "ops"
        for moment in firm.moments(each, always=always):
            yield moment, f"{_syslog(moment)} web1 sudo:   {user} : TTY=pts/0 ; PWD=/home/{user} ; USER=root ; COMMAND={command}"
    for moment in firm.moments(8):
        yield (
            moment,
            f"{_syslog(moment)} web1 sshd[{firm.rng.randrange(9999)}]: Accepted publickey for ops from {OFFICE} port 50122 ssh2: ED25519 SHA256:abc",
        )
    for moment in firm.moments(24, always=True):
        yield (
            moment,
            f"{_syslog(moment)} web1 sshd[{firm.rng.randrange(9999)}]: Accepted publickey for ansible from 10.0.0.50 port 50122 ssh2: ED25519 SHA256:abd",
        )
    for moment in firm.moments(96, always=True):
        yield (
            moment,
            f"{_syslog(moment)} web1 CRON[{firm.rng.randrange(9999)}]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)",
        )
    for moment in firm.moments(0.3):
        yield moment, f"{_syslog(moment)} web1 sshd[{firm.rng.randrange(9999)}]: Failed password for ops from {OFFICE} port 50122 ssh2"


def _syslog(moment: datetime) -> str:
    return f"{moment:%b} {moment.day:2} {moment:%H:%M:%S}"


AUDITED = [
    (96.0, "EXECVE", 'argc=2 a0="run-parts" a1="/etc/cron.hourly"'), (24.0, "EXECVE", 'argc=3 a0="logrotate" a1="/etc/logrotate.conf" a2="-v"'),
    (24.0, "EXECVE", 'argc=2 a0="/usr/lib/apt/apt.systemd.daily" a1="update"'), (48.0, "EXECVE", 'argc=3 a0="/usr/bin/python3" a1="-m" a2="celery"'),
    (6.0, "EXECVE", 'argc=3 a0="ls" a1="-la" a2="/srv"'), (3.0, "EXECVE", 'argc=2 a0="crontab" a1="-l"'), (0.2, "EXECVE", 'argc=2 a0="modprobe" a1="nf_conntrack"'),
    (0.5, "PATH", 'item=1 name="/var/log/nginx/access.log.14.gz" nametype=DELETE'), (0.3, "PATH", 'item=1 name="/etc/systemd/system/snap-core.mount" nametype=CREATE'),
    (1.0, "EXECVE", 'argc=3 a0="grep" a1="-c" a2="/etc/shadow"'), (2.0, "EXECVE", 'argc=4 a0="rclone" a1="sync" a2="/var/backups" a3="store:backups"'),
    (1.0, "EXECVE", 'argc=3 a0="sh" a1="-c" a2="echo aGk= | base64 -d"'),
]  # fmt: skip


def audit(firm: Firm) -> Iterator[Line]:
    """What the audit daemon writes of jobs, packages and the backup that goes to a store of the firm's own."""
    number = 100
    for each, sort, told in AUDITED:
        for moment in firm.moments(each, always=each >= 0.5):
            number += 1
            yield moment, f"type={sort} msg=audit({moment.timestamp():.3f}:{number}): {told}"


# ---- Web

VISITED = (
    "/", "/", "/prices", "/contact", "/css/site.css", "/js/app.js", "/img/team.jpg", "/blog/select-the-right-union", "/blog/how-to-drop-a-table-from-the-van",
    "/search?q=union+station+select+hotel", "/search?q=order+by+phone", "/search?q=O%27Neill+and+sons", "/search?q=cats+%26+dogs", "/wp-content/uploads/2026/09/menu.pdf",
    "/wp-json/wp/v2/posts?per_page=10", "/wp-admin/admin-ajax.php", "/wp-cron.php?doing_wp_cron=1772.1", "/api/v1/slots?from=2026-09-01&sort=id", "/api/v1/reports/17?format=pdf",
    "/download/price-list.xlsx", "/files/form.pdf", "/sitemap.xml", "/robots.txt", "/favicon.ico", "/.well-known/security.txt", "/images/logo.php?size=2",
    "/product?filter[color]=red&sort=price", "/index.php?option=com_content&view=article&id=3", "/login?next=%2Faccount", "/news/2026/09/exec-summary", "/cache/thumb.php?src=a.jpg&w=90",
)  # fmt: skip
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Mozilla/5.0 (compatible; bingbot/2.0)",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15", "UptimeRobot/2.0", "python-requests/2.32", "Pingdom.com_bot",
)  # fmt: skip


def web(firm: Firm) -> Iterator[Line]:
    """Visitors, search engines, monitors, staff that sign in and sometimes mistype, one export of the accountant a day."""
    for moment in firm.moments(2500, always=True):
        page, agent, who = firm.rng.choice(VISITED), firm.rng.choice(AGENTS), f"192.0.2.{firm.rng.randrange(250)}"
        yield moment, _request(moment, who, f"GET {page}", firm.rng.choice((200, 200, 200, 304, 404)), firm.rng.randrange(90_000), agent)
    for moment in firm.moments(40):
        status = firm.rng.choice((302, 302, 302, 302, 401))
        yield moment, _request(moment, OFFICE, "POST /login", status, 400, AGENTS[0])
    for moment in firm.moments(1):
        yield moment, _request(moment, OFFICE, "GET /admin/export/orders.csv", 200, firm.rng.randrange(3_000_000, 9_000_000), AGENTS[0])
    for moment in firm.moments(1, always=True):
        yield moment, _request(moment, "10.0.0.60", "GET /backup/nightly.zip", 200, 40_000_000, "Wget/1.21")


def _request(moment: datetime, who: str, request: str, status: int, sent: int, agent: str) -> str:  # noqa: PLR0917 in the order of the line
    return f'{who} - - [{moment:%d/%b/%Y:%H:%M:%S} +0000] "{request} HTTP/1.1" {status} {sent} "-" "{agent}"'


# ---- Microsoft 365 and Entra

ORDINARY = [
    (12.0, "FileAccessed", {}), (4.0, "FileModified", {}), (3.0, "FileDownloaded", {}), (3.0, "UserLoggedIn", {}), (0.2, "UserLoginFailed", {}),
    (8.0, "MailItemsAccessed", {"OperationProperties": [{"Name": "MailAccessType", "Value": "Bind"}]}), (1.0, "MailItemsAccessed", {"OperationProperties": [{"Name": "MailAccessType", "Value": "Sync"}]}),
    (2.0, "Send", {}), (0.5, "FileDeleted", {}), (0.3, "SharingInvitationCreated", {}), (0.1, "AnonymousLinkCreated", {}),
    (0.03, "New-InboxRule", {"Parameters": [{"Name": "From", "Value": "news@example.net"}, {"Name": "MoveToFolder", "Value": "Newsletters"}]}),
    (0.02, "New-InboxRule", {"Parameters": [{"Name": "SubjectContainsWords", "Value": "ticket"}, {"Name": "MoveToFolder", "Value": "Tickets"}, {"Name": "MarkAsRead", "Value": "True"}]}),
    (0.02, "Set-MailboxFolderPermission", {"Parameters": [{"Name": "Identity", "Value": "user001:\\Calendar"}, {"Name": "AccessRights", "Value": "Reviewer"}]}),
    (0.03, "Add-MailboxFolderPermission", {"Parameters": [{"Name": "Identity", "Value": "user001:\\Calendar"}, {"Name": "User", "Value": "user002"}, {"Name": "AccessRights", "Value": "Editor"}]}),
    (0.012, "Change user password.", {}), (0.003, "User registered security info", {}), (0.01, "Update user.", {"ModifiedProperties": [{"Name": "DisplayName", "NewValue": "A"}]}),
    (0.002, "Consent to application.", {}),
]  # fmt: skip
MAIL = frozenset(("MailItemsAccessed", "Send", "New-InboxRule", "Set-MailboxFolderPermission", "Add-MailboxFolderPermission"))


def m365(firm: Firm) -> Iterator[Line]:
    """Work from the office and from home; one new laptop a week that fetches everything; an administrator's week."""
    number = 0

    def line(moment: datetime, user: str, address: str, operation: str, more: Mapping[str, object]) -> str:
        nonlocal number
        number += 1
        workload = (
            "Exchange"
            if operation in MAIL or "Mailbox" in operation
            else "AzureActiveDirectory"
            if "ser" in operation and "File" not in operation
            else "SharePoint"
        )
        return json.dumps({
            "CreationTime": f"{moment:%Y-%m-%dT%H:%M:%S}", "Id": f"m{number}", "Operation": operation, "Workload": workload, "UserId": f"{user}@example.com",
            "ClientIP": address, "ObjectId": f"https://example.com/sites/team/doc{firm.rng.randrange(900)}.docx", **more,
        })  # fmt: skip

    for each, operation, more in ORDINARY:
        for moment in firm.moments(each * firm.people):
            user = firm.person()
            yield moment, line(moment, user, firm.rng.choice((OFFICE, firm.homes[user])), operation, more)
    for each, number_in_a_row, seconds, operation in ((0.2, 260, 2, "FileSyncDownloadedFull"), (0.15, 230, 1, "FileRenamed")):
        for moment in firm.moments(each):
            user = firm.person()
            place = OFFICE if operation == "FileRenamed" else firm.homes[user]
            yield from ((when, line(when, user, place, operation, {})) for when in in_a_row(moment, number_in_a_row, seconds))
    for each, operation, more in (
        (0.4, "Reset user password.", {}), (0.1, "Add member to role.", {}), (0.1, "Add-MailboxPermission", {"Parameters": [{"Name": "Identity", "Value": "sales"}]}),
        (0.03, "New-TransportRule", {}), (0.05, "Consent to application.", {}),
    ):  # fmt: skip
        for moment in firm.moments(each):
            yield moment, line(moment, "admin", OFFICE, operation, more)


def entra(firm: Firm) -> Iterator[Line]:
    """Sign-ins with second factors that are sometimes not answered, telephones on mobile networks, a holiday abroad."""
    number = 0
    codes = [0] * 40 + [50126, 50074, 500121, 50140, 70044, 50097]
    for user in firm.names:
        away = firm.rng.random() < 0.15
        for moment in firm.moments(6):
            number += 1
            abroad = away and moment > START + timedelta(days=20)
            networks = (64500, 64501, 64502) if not abroad else (64510,)
            place = (
                {"address": f"203.0.113.{200 + firm.rng.randrange(50)}", "country": "ES"}
                if abroad
                else {"address": firm.rng.choice((OFFICE, firm.homes[user])), "country": "NL"}
            )
            yield moment, json.dumps({
                "id": f"e{number}", "createdDateTime": f"{moment:%Y-%m-%dT%H:%M:%SZ}", "userPrincipalName": f"{user}@example.com", "appDisplayName": "Office 365",
                "ipAddress": place["address"], "clientAppUsed": firm.rng.choice(("Browser", "Mobile Apps and Desktop clients")), "status": {"errorCode": firm.rng.choice(codes)},
                "location": {"countryOrRegion": place["country"]}, "autonomousSystemNumber": firm.rng.choice(networks),
            })  # fmt: skip


# ---- Cloud, identity, firewall

CALLS = [
    (300.0, "AssumedRole", "app", "10.2.0.5", "ssm.amazonaws.com", "GetParameter"), (200.0, "AssumedRole", "app", "10.2.0.5", "secretsmanager.amazonaws.com", "GetSecretValue"),
    (1500.0, "AssumedRole", "app", "10.2.0.5", "s3.amazonaws.com", "GetObject"), (300.0, "AWSService", "", "cloudtrail.amazonaws.com", "s3.amazonaws.com", "PutObject"),
    (200.0, "AssumedRole", "monitor", "10.2.0.9", "ec2.amazonaws.com", "DescribeInstances"), (20.0, "IAMUser", "ops", OFFICE, "ec2.amazonaws.com", "DescribeInstances"),
    (5.0, "AssumedRole", "deploy", "10.2.0.7", "ecs.amazonaws.com", "UpdateService"), (0.2, "AssumedRole", "deploy", "10.2.0.7", "s3.amazonaws.com", "PutBucketPolicy"),
    (0.3, "AssumedRole", "deploy", "10.2.0.7", "iam.amazonaws.com", "AttachRolePolicy"), (0.1, "IAMUser", "ops", OFFICE, "iam.amazonaws.com", "CreateAccessKey"),
    (0.1, "AssumedRole", "deploy", "10.2.0.7", "logs.amazonaws.com", "DeleteLogGroup"), (0.1, "IAMUser", "ops", OFFICE, "cloudtrail.amazonaws.com", "UpdateTrail"),
]  # fmt: skip


CONSOLE: dict[str, object] = {"responseElements": {"ConsoleLogin": "Success"}, "additionalEventData": {"MFAUsed": "Yes"}}


def cloud(firm: Firm) -> Iterator[Line]:
    """An application that reads its parameters and objects all day, pipelines that build, one person at the console."""
    number = 0

    def line(moment: datetime, call: tuple[str, ...], more: Mapping[str, object]) -> str:
        nonlocal number
        number += 1
        identity, user, address, source, name = call
        return json.dumps({
            "eventVersion": "1.08", "userIdentity": {"type": identity, "userName": user, "arn": f"arn:aws:sts::111122223333:assumed-role/{user}/i-1"}, "eventTime": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
            "eventSource": source, "eventName": name, "sourceIPAddress": address, "userAgent": "aws-sdk-java/2.20", "eventID": f"c{number}", **more,
        })  # fmt: skip

    for each, *call in CALLS:
        for moment in firm.moments(each, always=call[0] != "IAMUser"):
            more: dict[str, object] = {"requestParameters": {"bucketName": "shop", "key": f"img/{firm.rng.randrange(3000)}.jpg"}}
            if call[4] == "PutBucketPolicy":
                more = {
                    "requestParameters": {
                        "bucketName": "shop",
                        "bucketPolicy": {"Statement": [{"Principal": {"AWS": "arn:aws:iam::111122223333:role/app"}}]},
                    }
                }
            yield moment, line(moment, tuple(call), more)
    for moment in firm.moments(0.1, always=True):  # the application starts anew and reads all its secrets
        yield from ((when, line(when, CALLS[0][1:], {})) for when in in_a_row(moment, 14))
    for moment in firm.moments(1):
        yield moment, line(moment, ("IAMUser", "ops", OFFICE, "signin.amazonaws.com", "ConsoleLogin"), CONSOLE)


def storage(firm: Firm) -> Iterator[Line]:
    """The application and the network that delivers pictures read objects all day; a nightly copy reads all of them."""
    nights = [
        (when, "10.2.0.8", "arn:aws:iam::111122223333:role/backup")
        for day in range(firm.days)
        for when in in_a_row(START + timedelta(days=day, hours=2), 150, 9)
    ]
    days = [
        (moment, firm.rng.choice(("10.2.0.5", "10.2.0.6")), "arn:aws:iam::111122223333:role/app")
        for moment in firm.moments(900, always=True)
    ]
    for moment, address, who in nights + days:
        key = f"img/{firm.rng.randrange(3000)}.jpg"
        yield (
            moment,
            f'79a5 shop [{moment:%d/%b/%Y:%H:%M:%S +0000}] {address} {who} {firm.rng.randrange(16**16):016X} REST.GET.OBJECT {key} "GET /shop/{key} HTTP/1.1" 200 - 20480 20480 10 9 "-" "aws-sdk-java/2.20" -',
        )


def okta(firm: Firm) -> Iterator[Line]:
    """Sessions, applications, mistyped passwords: on a Monday after the holidays, many from one address."""
    number = 0
    for sort, each, result in (
        ("user.session.start", 2.0, "SUCCESS"),
        ("user.authentication.sso", 6.0, "SUCCESS"),
        ("user.session.start", 0.15, "FAILURE"),
        ("user.account.update_password", 0.01, "SUCCESS"),
    ):
        for moment in firm.moments(each * firm.people):
            number += 1
            user = firm.person()
            yield moment, json.dumps({
                "uuid": f"o{number}", "published": f"{moment:%Y-%m-%dT%H:%M:%S.000Z}", "eventType": sort, "actor": {"alternateId": f"{user}@example.com", "type": "User"},
                "client": {"ipAddress": firm.rng.choice((OFFICE, firm.homes[user])), "geographicalContext": {"country": "Netherlands"}}, "outcome": {"result": result},
            })  # fmt: skip


def firewall(firm: Firm) -> Iterator[Line]:
    """Tunnels of those at home, traffic to the internet, a nightly copy of the settings by the firm's own tool."""
    for moment in firm.moments(firm.people * 0.5):
        user = firm.person()
        yield (
            moment,
            _device(
                moment, f'type="event" subtype="vpn" logdesc="SSL VPN tunnel up" action="tunnel-up" remip={firm.homes[user]} user="{user}"'
            ),
        )
    for moment in firm.moments(firm.people * 0.05):
        user = firm.person()
        yield (
            moment,
            _device(
                moment,
                f'type="event" subtype="vpn" action="ssl-login-fail" remip={firm.homes[user]} user="{user}" reason="sslvpn_login_permission_denied"',
            ),
        )
    for moment in firm.moments(2000, always=True):
        yield (
            moment,
            _device(
                moment,
                f'type="traffic" subtype="forward" srcip=10.0.1.{firm.rng.randrange(250)} dstip=192.0.2.{firm.rng.randrange(250)} dstport=443 action="close" sentbyte={firm.rng.randrange(90_000)}',
            ),
        )
    for moment in firm.moments(1, always=True):
        yield (
            moment,
            _device(
                moment,
                'type="event" subtype="system" logdesc="System configuration backed up by user" action="backup" user="backup" ui="ssh(10.0.0.60)" srcip=10.0.0.60',
            ),
        )


def _device(moment: datetime, told: str) -> str:
    return f'date={moment:%Y-%m-%d} time={moment:%H:%M:%S} devname="FG60" devid="FGT60" logid="0" tz="+0000" {told}'
